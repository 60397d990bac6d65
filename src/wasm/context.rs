//! Reading what a host knows from a JavaScript object, key by key.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::thrown;
use crate::runtime::{Context, FactValue};
use crate::text::decimal::Decimal;

/// A context; keys that it does not have are a mistake.
pub(super) fn read(value: &JsValue) -> Result<Context, JsValue> {
    let mut context = Context::default();
    if value.is_undefined() || value.is_null() {
        return Ok(context);
    }
    for (key, value) in entries(value, "the context")? {
        if value.is_undefined() || value.is_null() {
            continue;
        }
        match key.as_str() {
            "channel" => context.channel = Some(text(&key, &value)?),
            "language" => context.language = Some(text(&key, &value)?),
            "now" => context.now = Some(whole(&key, &value)?),
            "seed" => context.seed = small(&key, &value)?,
            "limit" => context.limit = usize::try_from(small(&key, &value)?).unwrap_or(usize::MAX),
            "explain" => {
                context.explain =
                    value.as_bool().ok_or_else(|| wrong(&key, "takes true or false"))?;
            }
            "facts" => {
                for (name, value) in entries(&value, &key)? {
                    if let Some(value) = fact(&name, &value)? {
                        context.facts.push((name, value));
                    }
                }
            }
            "visits" => {
                for (name, value) in entries(&value, &key)? {
                    let count = small(&name, &value)?;
                    context.visits.push((name, count));
                }
            }
            _ => return Err(wrong(&key, "is not a key of a context")),
        }
    }
    Ok(context)
}

/// A fact's value; `null` and `undefined` say that it is not known.
fn fact(name: &str, value: &JsValue) -> Result<Option<FactValue>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    if let Some(text) = value.as_string() {
        return Ok(Some(FactValue::Text(text)));
    }
    if let Some(n) = value.as_f64() {
        let n = Decimal::from_f64(n)
            .ok_or_else(|| wrong(name, "is a number too large to count with"))?;
        return Ok(Some(FactValue::Number(n)));
    }
    if let Some(yes) = value.as_bool() {
        return Ok(Some(FactValue::YesNo(yes)));
    }
    let list = value
        .dyn_ref::<Array>()
        .ok_or_else(|| wrong(name, "takes text, a number, true, false or a list of texts"))?;
    let mut items = Vec::new();
    for item in list.iter() {
        items.push(text(name, &item)?);
    }
    Ok(Some(FactValue::List(items)))
}

fn entries(value: &JsValue, what: &str) -> Result<Vec<(String, JsValue)>, JsValue> {
    let object = value.dyn_ref::<Object>().ok_or_else(|| wrong(what, "takes an object"))?;
    let mut list = Vec::new();
    for key in Object::keys(object).iter() {
        let value = js_sys::Reflect::get(object, &key)?;
        list.push((key.as_string().unwrap_or_default(), value));
    }
    Ok(list)
}

fn text(key: &str, value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| wrong(key, "takes text"))
}

/// A whole number that JavaScript holds exactly.
fn whole(key: &str, value: &JsValue) -> Result<i64, JsValue> {
    let n = value
        .as_f64()
        .filter(|n| n.abs() < 9e15)
        .ok_or_else(|| wrong(key, "takes a whole number"))?;
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked just before")]
    Ok(n as i64)
}

fn small(key: &str, value: &JsValue) -> Result<u32, JsValue> {
    u32::try_from(whole(key, value)?).map_err(|_| wrong(key, "takes a number from 0 to 4294967295"))
}

fn wrong(key: &str, what: &str) -> JsValue {
    thrown("ContextError", "AC0003", &["`", key, "` ", what].concat())
}
