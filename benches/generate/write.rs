//! Writes the text of a planned script.

use std::fmt::Write as _;

use super::random::Random;
use super::{Plan, TopicPlan};

/// Departments: name and title.
const DEPARTMENTS: [(&str, &str); 8] = [
    ("accounts", "Accounts"),
    ("billing", "Billing"),
    ("delivery", "Delivery"),
    ("returns", "Returns"),
    ("technical", "Technical help"),
    ("security", "Security"),
    ("stores", "Stores"),
    ("feedback", "Feedback"),
];

/// What stands before the topics, but for word lists.
const HEAD: &str = "\
channel x         limit 280 weighted public
channel facebook  limit 8000
channel email
channel chat      buttons

fact name      text = there
fact order_id  text like [A-Z]{2}[0-9]{6}
  ask Could you send us your order number? It starts with two letters.
fact phone     text like [0-9]{9,12} secret
  ask Which phone number is the account under?
fact model     text like [A-Z][0-9]{3}
  ask What does the label on the back say? A letter and three digits.
fact size      one of small, medium, large
  ask Which size is it: small, medium or large?
fact plan      one of basic, family, business
  ask Which plan are you on: basic, family or business?
fact days      number
  ask How many days is that now?
fact contacts  number = 0
fact vip       yes/no = no
";

/// Facts that a topic may need.
const NEEDS: [&str; 6] = ["order_id", "phone", "model", "size", "plan", "days"];

/// How a reply begins.
const OPENINGS: [&str; 12] = [
    "Sorry about that, {name}!",
    "Hi {name}, thanks for telling us.",
    "That should not happen, {name}.",
    "Good question, {name}.",
    "I understand, {name}.",
    "Thanks for your patience, {name}.",
    "Hello {name}, happy to help.",
    "Let's sort this out, {name}.",
    "We hear you, {name}.",
    "Thanks for reaching out, {name or there}!",
    "{if vip: Good to hear from you again | else: Hi}, {name}.",
    "Oh no, {name}, let's look at it.",
];

/// How a reply ends.
const ENDINGS: [&str; 12] = [
    "Does that help?",
    "I'm looking into it right now.",
    "You'll hear from us today.",
    "Please tell us how it goes.",
    "More here: https://example.com/help",
    "That takes {if days > 3: a day | else: an hour} at most.",
    "Could you send us a picture?",
    "We have {contacts, plural: one: one note | other: {contacts} notes} about it already.",
    "Please try once more in ten minutes.",
    "Thank you for your patience.",
    "Our team is on it.",
    "Let us know what you see.",
];

/// Labels of first, second and third choices.
const CHOICES: [[&str; 4]; 3] = [
    ["It works again with", "They found the", "It was only the", "Solved by"],
    [
        "They cannot find the",
        "There is still a problem with",
        "No change after",
        "They do not have the",
    ],
    ["They would rather talk about", "It is really about", "Something else:", "They ask about"],
];

/// Writes the script.
pub(super) fn script(plan: &Plan) -> String {
    let mut out = String::with_capacity(plan.topics.len() * 1_600 + 4_096);
    let mut random = Random::new(plan.seed ^ 0x5c21_9700);
    // Writing to a string cannot fail.
    let _ = write_script(&mut out, plan, &mut random);
    out
}

fn write_script(out: &mut String, plan: &Plan, random: &mut Random) -> std::fmt::Result {
    writeln!(
        out,
        "script Generated, {} topics\nversion 1\nlanguage en\n\n{HEAD}",
        plan.topics.len()
    )?;
    for (name, title) in DEPARTMENTS {
        writeln!(
            out,
            "department {name}  {title}\n  open Mon-Fri 08:00-20:00, Sat 09:00-13:00 in Europe/London"
        )?;
    }
    // Every third topic has a list in a pattern, so each list is used.
    let lists = (10 + plan.topics.len() / 100).min(100).min(plan.topics.len().div_ceil(3));
    writeln!(out)?;
    for list in 0..lists {
        let mut members: Vec<&str> = Vec::new();
        while members.len() < 6 {
            let word = plan.vocabulary.rare(random);
            if !members.contains(&word) {
                members.push(word);
            }
        }
        writeln!(out, "words list{list} = {}", members.join(", "))?;
    }
    for (index, topic) in plan.topics.iter().enumerate() {
        write_topic(out, plan, index, topic, lists, random)?;
    }
    write_menus(out, plan)
}

fn write_topic(
    out: &mut String,
    plan: &Plan,
    index: usize,
    topic: &TopicPlan,
    lists: usize,
    random: &mut Random,
) -> std::fmt::Result {
    let [who, what, how, place, state, part, ..] = topic.words.as_slice() else { return Ok(()) };
    let (department, _) = DEPARTMENTS.get(index % DEPARTMENTS.len()).copied().unwrap_or_default();
    writeln!(out, "\n== {}: {} {what} {how}\ndepartment {department}", topic.name, capital(who))?;
    for example in 0..5 {
        writeln!(out, "- {}", example_text(plan, topic, example, random))?;
    }
    // A topic with another's words in a list would share its way in, so the list only narrows the second pattern.
    writeln!(out, "when {who} .. {what}|{how}")?;
    let stem = if state.len() > 4 { "*" } else { "" };
    match index % 3 {
        0 => writeln!(out, "when <list{}> .. {place} .. {state}{stem}", index / 3 % lists.max(1))?,
        1 => writeln!(out, "when {place} [{part}] {state}{stem}")?,
        _ => writeln!(out, "when {place} ..4 {state}{stem}")?,
    }
    let need = if random.chance(50) { random.of(&NEEDS) } else { "" };
    if !need.is_empty() {
        writeln!(out, "need {need}")?;
    }
    writeln!(out, "\n> [on x] {}", reply(plan, topic, 5, random))?;
    writeln!(out, "or\n> {}\n", reply(plan, topic, 5, random))?;
    // What is secret is asked for and handed over, not written.
    let shown =
        if need.is_empty() || need == "phone" { String::new() } else { format!(" ({{{need}}})") };
    writeln!(out, "> {}{shown}\n", reply(plan, topic, 9, random))?;
    writeln!(
        out,
        "step Open the {who} page and compare {} with {place}.",
        plan.vocabulary.rare(random)
    )?;
    if random.chance(40) {
        writeln!(out, "note [if vip] Ask {department} about the {state} first.")?;
    }
    write_choices(out, plan, index, topic, random)
}

fn write_choices(
    out: &mut String,
    plan: &Plan,
    index: usize,
    topic: &TopicPlan,
    random: &mut Random,
) -> std::fmt::Result {
    let [who, what, how, place, state, part, ..] = topic.words.as_slice() else { return Ok(()) };
    let [first, second, third] = CHOICES;
    writeln!(out, "* {} {what}\n  > {}", random.of(&first), reply(plan, topic, 4, random))?;
    writeln!(out, "  end resolved")?;
    writeln!(out, "* {} {how}", random.of(&second))?;
    writeln!(out, "** The {place} is {state}\n   > {}", reply(plan, topic, 6, random))?;
    writeln!(out, "   do open_ticket(kind: \"{who}\", order: order_id)\n   end unresolved")?;
    writeln!(out, "** [if days > {}] Waiting for the {part}", 2 + random.below(8))?;
    writeln!(
        out,
        "   set contacts = contacts + 1\n   handoff {} \"{who} {what}\"",
        random.of(&department_names())
    )?;
    let target = plan.topics.get((index * 7 + 3) % plan.topics.len().max(1));
    match target {
        Some(target) if target.name != topic.name => writeln!(
            out,
            "* {} {}\n  -> {}",
            random.of(&third),
            target.words.first().map_or("that", String::as_str),
            target.name
        ),
        _ => writeln!(out, "* {} something new\n  end unresolved", random.of(&third)),
    }
}

/// Menus of eight topics and a way on, up to fifty of them.
fn write_menus(out: &mut String, plan: &Plan) -> std::fmt::Result {
    let menus = plan.topics.len().div_ceil(200).clamp(1, 50);
    for menu in 0..menus {
        writeln!(
            out,
            "\nmenu menu{menu}: Page {}\n> Hi! Reply with a number, or tell me what is wrong.",
            menu + 1
        )?;
        for (key, topic) in plan.topics.iter().skip(menu * 200).take(8).enumerate() {
            let [a, b, ..] = topic.words.as_slice() else { continue };
            writeln!(out, "* {} {} {b} -> {}", key + 1, capital(a), topic.name)?;
        }
        if menu + 1 < menus {
            writeln!(out, "* 9 More -> menu{}", menu + 1)?;
        }
        writeln!(out, "* 0 A person -> handoff accounts")?;
        writeln!(out, "on nomatch > Sorry, I did not get that.\non nomatch 3 -> handoff accounts")?;
    }
    Ok(())
}

/// Six to ten words: two or three of the topic among common ones.
fn example_text(plan: &Plan, topic: &TopicPlan, example: usize, random: &mut Random) -> String {
    let own = 2 + random.below(2);
    let len = 6 + random.below(5);
    let mut words: Vec<&str> = (0..len - own).map(|_| plan.vocabulary.common(random)).collect();
    for word in topic.words.iter().cycle().skip(example * 2).take(own) {
        words.insert(random.below(words.len() + 1), word);
    }
    words.join(" ")
}

/// An opening, a sentence of so many words about the topic, an ending.
fn reply(plan: &Plan, topic: &TopicPlan, len: usize, random: &mut Random) -> String {
    let mut words: Vec<&str> = (0..len).map(|_| plan.vocabulary.any(random)).collect();
    if let Some(own) = topic.words.get(random.below(topic.words.len())) {
        words.insert(random.below(words.len()), own);
    }
    format!("{} {}. {}", random.of(&OPENINGS), capital(&words.join(" ")), random.of(&ENDINGS))
}

fn department_names() -> [&'static str; DEPARTMENTS.len()] {
    DEPARTMENTS.map(|(name, _)| name)
}

/// The text with a capital first letter.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
