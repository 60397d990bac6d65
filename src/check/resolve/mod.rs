//! Names to ids and trees to a script. What is wrong is reported where it stands; what depends on it stays quiet.

mod calls;
mod declarations;
mod exprs;
mod guards;
mod patterns;
mod tests;
mod texts;
mod topics;
mod words;

use super::context::Cx;
use super::script::Script;
use crate::syntax::tree::Item;

/// Reads every item; the script has holes where there were problems.
pub(crate) fn resolve(cx: &mut Cx<'_>, items: &[&Item]) -> Script {
    let mut script = Script { languages: declarations::languages(cx), ..Script::default() };
    let mut own_intents = Vec::new();
    let mut rest = items;
    while let Some((&item, more)) = rest.split_first() {
        rest = more;
        match item {
            Item::Script(name) => script.name.clone_from(&name.value),
            Item::Version(version) => script.version = version.value,
            Item::Pack(language) => script.pack = Some(language.clone()),
            Item::Threshold(percent) => script.threshold = Some(percent.value),
            Item::Channel(channel) => script.channels.push(declarations::channel(channel)),
            Item::Department(department) => {
                script.departments.push(declarations::department(cx, department));
            }
            Item::Fact(fact, ask) => script.facts.push(declarations::fact(cx, fact, ask.as_ref())),
            Item::Words(name, members) => script.lists.push(declarations::list(cx, name, members)),
            Item::Intent(name, examples) => {
                script.intents.push(declarations::intent(name, examples, true));
            }
            Item::Prefer(prefer) => script.prefers.push(declarations::prefer(cx, prefer)),
            Item::Topic(topic) => {
                let mut row = vec![topic];
                while let Some((Item::Topic(topic), more)) = rest.split_first() {
                    rest = more;
                    row.push(topic);
                }
                for topic in row.iter().filter(|topic| !topic.examples.is_empty()) {
                    own_intents.push(declarations::intent(&topic.name, &topic.examples, false));
                }
                let first = u32::try_from(script.topics.len()).unwrap_or(u32::MAX);
                script.topics.append(&mut topics::topics(cx, &row, first));
            }
            Item::Test(test) => script.tests.push(tests::test(cx, test)),
            Item::Language(_) | Item::Include(_) => {}
        }
    }
    script.intents.append(&mut own_intents);
    declarations::prefer_intents(cx, items, &mut script);
    script
}
