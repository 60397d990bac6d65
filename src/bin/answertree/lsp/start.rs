//! The first messages: what the client can do, and what the server does.

use lsp_server::Request;
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern,
    HoverProviderCapability, InitializeParams, InitializeResult, OneOf, PositionEncodingKind,
    Registration, RegistrationParams, RenameOptions, SaveOptions, SemanticTokensFullOptions,
    SemanticTokensLegend, SemanticTokensOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use super::place::Encoding;
use super::state::State;
use super::{tokens, uri};
use crate::files::ENDING;

/// The state that the client's words lead to, and the answer.
pub(super) fn start(params: &InitializeParams) -> (State, InitializeResult) {
    let capabilities = &params.capabilities;
    let encodings = capabilities.general.as_ref().and_then(|g| g.position_encodings.as_deref());
    let utf8 = encodings.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8));
    let (encoding, kind) = if utf8 {
        (Encoding::Utf8, PositionEncodingKind::UTF8)
    } else {
        (Encoding::Utf16, PositionEncodingKind::UTF16)
    };
    let edits = capabilities.workspace.as_ref().and_then(|w| w.workspace_edit.as_ref());
    let versioned = edits.and_then(|edits| edits.document_changes).unwrap_or(false);
    let state = State::new(encoding, versioned, folders(params));
    let server_info = ServerInfo {
        name: "answertree".to_owned(),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
    };
    let result = InitializeResult { capabilities: of_server(kind), server_info: Some(server_info) };
    (state, result)
}

/// The folders that the client works in, in the order of how new the ways to say so are.
#[expect(deprecated, reason = "older clients name one folder")]
fn folders(params: &InitializeParams) -> Vec<String> {
    match (&params.workspace_folders, &params.root_uri, &params.root_path) {
        (Some(folders), ..) => folders.iter().map(|folder| uri::name(&folder.uri)).collect(),
        (None, Some(root), _) => vec![uri::name(root)],
        (None, None, Some(path)) => vec![crate::files::name_of(std::path::Path::new(path))],
        (None, None, None) => Vec::new(),
    }
}

fn of_server(encoding: PositionEncodingKind) -> ServerCapabilities {
    let tokens = SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: tokens::TYPES.to_vec(),
            token_modifiers: tokens::MODIFIERS.to_vec(),
        },
        full: Some(SemanticTokensFullOptions::Bool(true)),
        ..SemanticTokensOptions::default()
    };
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
        ..TextDocumentSyncOptions::default()
    };
    let triggers = [" ", "[", "{", "(", "<", ",", "="];
    ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        inlay_hint_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        semantic_tokens_provider: Some(tokens.into()),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// Whether the client asks for hints again where it is told to.
pub(super) fn refreshes_hints(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref());
    hints.and_then(|hints| hints.refresh_support).unwrap_or(false)
}

/// Asks to be told when script files change on the disk, where the client can.
pub(super) fn registration(params: &InitializeParams) -> Option<Request> {
    let workspace = params.capabilities.workspace.as_ref()?;
    let can = workspace.did_change_watched_files.as_ref()?.dynamic_registration;
    can.filter(|can| *can)?;
    let watcher = FileSystemWatcher {
        glob_pattern: GlobPattern::String(format!("**/*.{ENDING}")),
        kind: None,
    };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
    let registration = Registration {
        id: "files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let params = RegistrationParams { registrations: vec![registration] };
    let id = "answertree/files".to_owned().into();
    Some(Request::new(id, RegisterCapability::METHOD.to_owned(), params))
}
