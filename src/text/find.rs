//! stub
#![allow(missing_docs, missing_debug_implementations)]
use super::decimal::Decimal;
use super::tokenize::Tokens;
#[derive(Debug)]
pub struct Found<T> { pub value: T, pub start: u32, pub end: u32 }
pub fn iso_date(_: &str) -> Option<i32> { None }
pub fn clock_time(_: &str) -> Option<u16> { None }
pub fn first_number(_: &str, _: &Tokens) -> Option<Found<Decimal>> { None }
pub fn first_date(_: &str, _: &Tokens, _: Option<i32>) -> Option<Found<i32>> { None }
pub fn first_time(_: &str, _: &Tokens) -> Option<Found<u16>> { None }
