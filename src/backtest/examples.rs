//! A script of one topic a label, whose examples are the label's messages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::random::Random;

/// Messages by label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// In order of the labels, so that the order of a file does not matter for ties.
    by_label: BTreeMap<String, Vec<String>>,
}

/// A script, and what its topics stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trained {
    /// The script's text.
    pub script: String,
    /// Labels by the names of their topics.
    pub labels: BTreeMap<String, String>,
}

impl Examples {
    /// Adds a message. White space in it becomes single spaces; one without anything else is no example.
    pub fn add(&mut self, label: &str, message: &str) {
        let space = |c: char| c.is_whitespace() || c.is_control();
        // What has no width is white space in a script, too; within a word it may stay.
        let shows = |c: char| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
        let line: Vec<&str> = message.split(space).filter(|word| word.contains(shows)).collect();
        if !line.is_empty() {
            self.by_label.entry(label.to_owned()).or_default().push(line.join(" "));
        }
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.by_label.len()
    }

    /// Whether there is no message.
    pub fn is_empty(&self) -> bool {
        self.by_label.is_empty()
    }

    /// Keeps so many messages of each label, drawn by a seed.
    pub fn draw(&mut self, most: usize, seed: u64) {
        let mut random = Random::new(seed);
        for list in self.by_label.values_mut() {
            random.shuffle(list);
            list.truncate(most);
        }
    }

    /// One topic a label, with its messages as examples and one reply.
    ///
    /// ```
    /// use answertree::backtest::Examples;
    /// let mut examples = Examples::default();
    /// examples.add("late delivery", "where is\nit");
    /// let trained = examples.script();
    /// assert_eq!(trained.script, "== t1\n- where is it\n> Noted.\n\n");
    /// assert_eq!(trained.labels["t1"], "late delivery");
    /// ```
    pub fn script(&self) -> Trained {
        let mut trained = Trained::default();
        for (number, (label, messages)) in (1..).zip(&self.by_label) {
            let name = format!("t{number}");
            // Writing to a text cannot fail.
            let _: std::fmt::Result = writeln!(trained.script, "== {name}");
            for message in messages {
                let message = message.replace('\\', r"\\");
                let _: std::fmt::Result = writeln!(trained.script, "- {message}");
            }
            trained.script.push_str("> Noted.\n\n");
            trained.labels.insert(name, label.clone());
        }
        trained
    }

    /// Parts so many labelled messages, given by their labels, into folds: for each the fold in which it is tried. Each label is
    /// spread evenly.
    pub fn folds(labels: &[usize], folds: usize, seed: u64) -> Vec<usize> {
        let mut places: Vec<usize> = (0..labels.len()).collect();
        Random::new(seed).shuffle(&mut places);
        // Each label goes on where the one before ended, so that folds are of one size, too.
        places.sort_by_key(|&place| labels.get(place));
        let mut fold_of = vec![0; labels.len()];
        for (at, place) in places.into_iter().enumerate() {
            if let Some(fold) = fold_of.get_mut(place) {
                *fold = at % folds.max(1);
            }
        }
        fold_of
    }
}

#[cfg(test)]
mod tests {
    use super::Examples;
    use crate::compile::{Source, compile};
    use crate::machine::Machine;
    use crate::problem::Severity;
    use crate::runtime::{Context, Suggester};

    #[test]
    fn hostile_messages_make_a_script() {
        let all: String = ('\0'..='\u{ffff}').step_by(7).collect();
        let hostile = [
            "== topic",
            "> reply",
            "- -",
            "* x",
            "{if x: }",
            "{",
            "\\",
            "a \\",
            "\\{x\\}",
            "# no",
            "[on x]",
            "\r\n== t9\n> injected",
            "\u{202e}evil\u{202c}",
            "\u{feff}",
            "when a .. b|c",
            "\"",
            "“",
            &all,
            "",
            " \n ",
            "```",
            "-> t1",
            "a\u{2028}== t8\u{85}x\u{b}y",
        ];
        let mut examples = Examples::default();
        for (at, message) in hostile.iter().enumerate() {
            examples.add(&format!("label {} {{}}\n#", at % 3), message);
        }
        let trained = examples.script();
        assert_eq!(trained.labels.len(), 3);
        let compiled =
            compile(&[Source { name: "main.answers".into(), text: trained.script.clone() }]);
        let machine = compiled.machine.unwrap_or_else(|| panic!("{:#?}", compiled.problems));
        let machine = Machine::load(machine.bytes).unwrap();
        assert_eq!(machine.topic_count(), 3);
        let mut suggester = Suggester::new();
        let turn = suggester.suggest(&machine, "topic", &Context::default()).unwrap();
        assert_eq!(turn.suggestions[0].text, "Noted.");
    }

    #[test]
    fn every_character_may_be_all_of_a_message() {
        let mut examples = Examples::default();
        for c in '\0'..='\u{2fff}' {
            examples.add("one", &c.to_string());
        }
        let source = Source { name: "main.answers".into(), text: examples.script().script };
        let errors: Vec<_> = compile(&[source])
            .problems
            .into_iter()
            .filter(|problem| problem.severity() == Severity::Error)
            .collect();
        assert_eq!(errors, []);
    }

    #[test]
    fn folds_part_each_label_evenly() {
        let labels: Vec<usize> = (0..103).map(|at| at % 4).collect();
        let folds = Examples::folds(&labels, 5, 1);
        for fold in 0..5 {
            let all = folds.iter().filter(|&&f| f == fold).count();
            assert!((20..=21).contains(&all), "{all} in {fold}");
            for label in 0..4 {
                let of = folds.iter().zip(&labels).filter(|&(&f, &l)| f == fold && l == label);
                assert!((5..=6).contains(&of.count()));
            }
        }
        assert_eq!(folds, Examples::folds(&labels, 5, 1));
        assert_ne!(folds, Examples::folds(&labels, 5, 2));
    }

    #[test]
    fn draws_are_of_each_label() {
        let mut examples = Examples::default();
        for at in 0..40 {
            examples.add(if at < 3 { "few" } else { "many" }, &format!("message {at}"));
        }
        let mut other = examples.clone();
        examples.draw(5, 1);
        other.draw(5, 2);
        assert_eq!(examples.by_label["few"].len(), 3);
        assert_eq!(examples.by_label["many"].len(), 5);
        assert_ne!(examples, other);
    }
}
