//! `answertree listing`.

use answertree::json;
use answertree::machine::listing::listing;

use crate::args::Listing;
use crate::output::{Done, End, Output};
use crate::suggest;

pub(crate) fn run(args: &Listing, output: Output) -> Done<End> {
    let Some(machine) = suggest::machine(&args.file, output)? else { return Ok(End::Problems) };
    let text = if args.json { format!("{}\n", json::info(&machine)) } else { listing(&machine) };
    output.print(&text)?;
    Ok(End::Fine)
}
