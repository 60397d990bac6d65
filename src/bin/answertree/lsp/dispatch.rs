//! Each request and notification to what answers it.

use answertree::assist::Refusal;
use lsp_server::{ErrorCode, Notification as Note, Request as Asked, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument,
    DidOpenTextDocument, DidSaveTextDocument, Notification,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentHighlightRequest, DocumentSymbolRequest, Formatting,
    GotoDefinition, HoverRequest, InlayHintRequest, PrepareRenameRequest, References, Rename,
    Request, SemanticTokensFullRequest,
};
use lsp_types::{
    CompletionList, CompletionResponse, DocumentSymbolResponse, SemanticTokensResult,
    TextDocumentPositionParams,
};

use super::state::{At, State};
use super::{actions, completion, hover, navigation, symbols, tokens, uri, wire};

/// Answers a request.
pub(super) fn request(state: &mut State, asked: &Asked) -> Response {
    state.refresh();
    if asked.method == InlayHintRequest::METHOD {
        state.count();
    }
    let state = &*state;
    match asked.method.as_str() {
        HoverRequest::METHOD => answer::<HoverRequest>(asked, |params| {
            Ok(at(state, &params.text_document_position_params)
                .and_then(|at| hover::hover(state, at)))
        }),
        Completion::METHOD => answer::<Completion>(asked, |params| {
            Ok(at(state, &params.text_document_position).map(|at| {
                let (items, is_incomplete) = completion::completion(state, at);
                CompletionResponse::List(CompletionList { is_incomplete, items })
            }))
        }),
        GotoDefinition::METHOD => answer::<GotoDefinition>(asked, |params| {
            Ok(at(state, &params.text_document_position_params)
                .and_then(|at| navigation::definition(state, at)))
        }),
        References::METHOD => answer::<References>(asked, |params| {
            let declarations = params.context.include_declaration;
            Ok(at(state, &params.text_document_position)
                .map(|at| navigation::references(state, at, declarations)))
        }),
        DocumentHighlightRequest::METHOD => answer::<DocumentHighlightRequest>(asked, |params| {
            Ok(at(state, &params.text_document_position_params)
                .map(|at| navigation::highlights(state, at)))
        }),
        PrepareRenameRequest::METHOD => answer::<PrepareRenameRequest>(asked, |params| {
            at(state, &params).map_or(Ok(None), |at| navigation::prepare_rename(state, at))
        }),
        Rename::METHOD => answer::<Rename>(asked, |params| {
            at(state, &params.text_document_position)
                .map_or(Ok(None), |at| navigation::rename(state, at, &params.new_name))
        }),
        DocumentSymbolRequest::METHOD => answer::<DocumentSymbolRequest>(asked, |params| {
            Ok(state
                .document(&params.text_document.uri)
                .map(|(_, document)| DocumentSymbolResponse::Nested(symbols::outline(document))))
        }),
        Formatting::METHOD => answer::<Formatting>(asked, |params| {
            Ok(state
                .document(&params.text_document.uri)
                .map(|(_, document)| actions::layout(document)))
        }),
        CodeActionRequest::METHOD => answer::<CodeActionRequest>(asked, |params| {
            Ok(state
                .document(&params.text_document.uri)
                .map(|(name, _)| actions::actions(state, &name, params.range)))
        }),
        SemanticTokensFullRequest::METHOD => answer::<SemanticTokensFullRequest>(asked, |params| {
            let place = lsp_types::Position::new(0, 0);
            Ok(state
                .at(&params.text_document.uri, place)
                .map(|at| SemanticTokensResult::Tokens(tokens::tokens(state, at))))
        }),
        InlayHintRequest::METHOD => answer::<InlayHintRequest>(asked, |params| {
            Ok(state.document(&params.text_document.uri).map(|(name, document)| {
                state.counted.hints(&name, &document.text, &document.lines, params.range)
            }))
        }),
        method => {
            let why = format!("there is no request `{method}` here");
            Response::new_err(asked.id.clone(), wire::number(ErrorCode::MethodNotFound), why)
        }
    }
}

fn at<'a>(state: &'a State, params: &TextDocumentPositionParams) -> Option<At<'a>> {
    state.at(&params.text_document.uri, params.position)
}

fn answer<R: Request>(
    asked: &Asked,
    make: impl FnOnce(R::Params) -> Result<R::Result, Refusal>,
) -> Response {
    let id = asked.id.clone();
    match serde_json::from_value(asked.params.clone()) {
        Ok(params) => match make(params) {
            Ok(result) => Response::new_ok(id, result),
            Err(Refusal(why)) => Response::new_err(id, wire::number(ErrorCode::RequestFailed), why),
        },
        Err(error) => {
            Response::new_err(id, wire::number(ErrorCode::InvalidParams), error.to_string())
        }
    }
}

/// Takes note of what the client tells; what makes no sense is passed over, as the protocol has it.
pub(super) fn notification(state: &mut State, note: Note) {
    match note.method.as_str() {
        DidOpenTextDocument::METHOD => {
            let Some(params) = params::<DidOpenTextDocument>(note) else { return };
            let document = params.text_document;
            state.open(document.uri, document.version, document.text);
        }
        DidChangeTextDocument::METHOD => {
            let Some(params) = params::<DidChangeTextDocument>(note) else { return };
            let document = params.text_document;
            state.edit(&document.uri, document.version, params.content_changes);
        }
        DidCloseTextDocument::METHOD => {
            let Some(params) = params::<DidCloseTextDocument>(note) else { return };
            state.close(&params.text_document.uri);
        }
        DidSaveTextDocument::METHOD => {
            let Some(params) = params::<DidSaveTextDocument>(note) else { return };
            state.forget_disk(Some(&params.text_document.uri));
        }
        DidChangeWatchedFiles::METHOD => state.forget_disk(None),
        DidChangeWorkspaceFolders::METHOD => {
            let Some(params) = params::<DidChangeWorkspaceFolders>(note) else { return };
            let names = |folders: Vec<lsp_types::WorkspaceFolder>| -> Vec<String> {
                folders.iter().map(|folder| uri::name(&folder.uri)).collect()
            };
            state.change_folders(names(params.event.added), &names(params.event.removed));
        }
        _ => {}
    }
}

fn params<N: Notification>(note: Note) -> Option<N::Params> {
    serde_json::from_value(note.params).ok()
}
