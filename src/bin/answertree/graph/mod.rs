//! `answertree graph`.

mod html;
mod layout;
mod svg;

pub(crate) use self::svg::escaped;

use std::path::Path;

use answertree::check::script::Script;
use answertree::graph::{dot, graph, mermaid};
use answertree::problem::nearest;

use crate::args::{Graph, GraphFormat};
use crate::check::analysed;
use crate::files;
use crate::output::{Done, End, Failure, Output};

pub(crate) fn run(args: &Graph, output: Output) -> Done<End> {
    let format = args.format.unwrap_or_else(|| of_ending(args.output.as_deref()));
    let Some(script) = analysed(&files::script(&args.file)?, output) else {
        return Ok(End::Problems);
    };
    let topic = match &args.topic {
        None => None,
        Some(name) => Some(script.topic(name).ok_or_else(|| unknown(&script, name))?),
    };
    let graph = graph(&script, topic);
    let drawn = || {
        layout::layout(&graph).ok_or_else(|| {
            Failure::new(format!(
                "the graph has {} nodes, more than can be drawn ({}): draw a topic with `--topic`, or use another program \
                 with `--format dot`",
                graph.nodes.len(),
                layout::MAX_NODES
            ))
        })
    };
    let text = match format {
        GraphFormat::Mermaid => mermaid(&graph),
        GraphFormat::Dot => dot(&graph),
        GraphFormat::Svg => svg::svg(&graph, &drawn()?),
        GraphFormat::Html => {
            let language = script.languages.first().map_or("en", |language| &language.name);
            html::html(&graph, &drawn()?, language)
        }
    };
    match &args.output {
        Some(path) if !files::is_stdin(path) => files::write(path, text.as_bytes())?,
        _ => output.bytes(text.as_bytes())?,
    }
    Ok(End::Fine)
}

/// What the ending of a file asks for.
fn of_ending(path: Option<&Path>) -> GraphFormat {
    match path.and_then(Path::extension).and_then(|ending| ending.to_str()) {
        Some("svg") => GraphFormat::Svg,
        Some("html" | "htm") => GraphFormat::Html,
        Some("dot" | "gv") => GraphFormat::Dot,
        _ => GraphFormat::Mermaid,
    }
}

fn unknown(script: &Script, name: &str) -> Failure {
    let near = nearest(name, script.topics.iter().map(|topic| topic.name.as_str()));
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Failure::new(format!("there is no topic `{name}`{near}"))
}
