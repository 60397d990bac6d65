//! What goes wrong in some conversation that a script allows.

use serde_json::{Value, json};

use crate::check::script::Script;
use crate::compile::Source;
use crate::explore::{Options, Report, explore};
use crate::json;
use crate::problem::Problem;

/// Turns that are looked at where nobody says how many: a second or so of a page.
const TURNS: u64 = 5_000;

pub(super) fn answer(script: &Script, sources: &[Source], asked: &Value) -> Value {
    let turns = asked.get("turns").and_then(Value::as_u64).unwrap_or(TURNS);
    let options = Options { budget: usize::try_from(turns).unwrap_or(usize::MAX) };
    explored(&explore(script, options, &mut |_| {}), sources)
}

/// What a walk found: the document of `answertree explore --format json`. Findings are problems with more keys.
pub fn explored(report: &Report, sources: &[Source]) -> Value {
    let Report { findings, turns, whole, undecided } = report;
    let problems: Vec<Problem> = findings.iter().map(|finding| finding.problem.clone()).collect();
    let told = json::problems(&problems, sources);
    let mut list: Vec<Value> = serde_json::from_str(&told).unwrap_or_default();
    for (row, finding) in list.iter_mut().zip(findings) {
        if let Some(row) = row.as_object_mut() {
            row.insert("given".to_owned(), json!(finding.given));
            row.insert("done".to_owned(), json!(finding.done));
            row.insert("test".to_owned(), json!(finding.test));
        }
    }
    json!({ "findings": list, "turns": turns, "whole": whole, "undecided": undecided })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::author::Author;
    use crate::compile::Source;

    #[test]
    fn a_finding_comes_with_its_way_and_a_test() {
        let text = "fact vip yes/no\n== late: Late\n- where is it\n- it is late\n* Lost\n  > [if vip] We look.\n* Found\n  end resolved\n";
        let mut author = Author::default();
        author.open(vec![Source { name: "main.answers".into(), text: text.into() }]);
        let answer = author.ask("explore", &json!({})).unwrap();
        assert_eq!(answer["whole"], true);
        let finding = &answer["findings"][0];
        assert_eq!(finding["done"], json!(["choose Lost"]));
        assert!(finding["test"].as_str().unwrap().starts_with("test "));
        let few = author.ask("explore", &json!({ "turns": 1 })).unwrap();
        assert_eq!((&few["turns"], &few["whole"]), (&json!(1), &json!(false)));
    }
}
