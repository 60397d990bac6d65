//! Canned responses of Chatwoot: the list that `GET …/canned_responses` gives.

use serde_json::Value;

use super::draft::{Draft, Guards};
use super::source::{self, Keys};
use super::told::{ImportError, Loss, Place, Wrong};
use super::words::{Form, Forms, read as words};

/// How Chatwoot writes placeholders.
const FORMS: Forms = &[Form::Double];

/// Short codes become topics, and contents their replies.
pub(super) fn read(draft: &mut Draft, file: &str, text: &str) -> Result<(), ImportError> {
    let root = source::json(file, text)?;
    let all = [&root, root.at("payload"), root.at("data")].into_iter().find_map(Value::as_array);
    let Some(all) = all else {
        let why =
            "it is no list of canned responses, as in `[{\"short_code\": …, \"content\": …}]`";
        return Err(ImportError::new(file, Wrong::Format, why));
    };
    for (number, canned) in (1..).zip(all) {
        let (Some(code), Some(content)) =
            (canned.at("short_code").as_str(), canned.at("content").as_str())
        else {
            let place = Place::entry(number);
            let why = "it has no `short_code` or no `content`";
            draft.teller.tell(&place, Loss::Broken, why);
            continue;
        };
        let place = Place::of("canned response", code);
        let mut lost = Vec::new();
        let words = words(content, FORMS, &mut draft.facts, &mut lost);
        for lost in lost {
            draft.teller.tell(&place, Loss::Placeholder, lost);
        }
        if draft.fits(&words, &place) {
            draft.topic(code, &place).body.wording(&Guards::default(), words);
        }
    }
    Ok(())
}
