//! `answertree lsp`: the language server, over the standard input and output.
//!
//! One thread reads messages, one answers them in their order. Problems are told behind an answer or when nothing else waits,
//! so that a client that writes fast is not told of every letter. What is asked is answered from the trees of the compiler; names
//! are those of `check::names`.

mod actions;
mod completion;
mod coverage;
mod diagnostics;
mod disk;
mod dispatch;
mod hover;
mod navigation;
mod place;
mod start;
mod state;
mod symbols;
#[cfg(test)]
mod tests;
mod tokens;
mod uri;
mod wire;

use std::collections::VecDeque;
use std::io::{self, BufReader, Stdout};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    Cancel, Exit, Initialized, LogMessage, Notification as _, PublishDiagnostics,
};
use lsp_types::request::{Initialize, InlayHintRefreshRequest, Request as _, Shutdown};
use lsp_types::{CancelParams, LogMessageParams, MessageType, NumberOrString};
use serde_json::Value;

use self::diagnostics::Told;
use self::state::State;
use self::wire::Received;
use crate::output::{Done, End, Failure, reason};

/// So many messages are read ahead.
const MAX_WAITING: usize = 256;

pub(crate) fn run() -> Done<End> {
    let (sender, receiver) = mpsc::sync_channel(MAX_WAITING);
    thread::spawn(move || {
        let mut input = BufReader::new(io::stdin());
        // An input that cannot be read has ended.
        while let Ok(Some(received)) = wire::read(&mut input) {
            if sender.send(received).is_err() {
                break;
            }
        }
    });
    let server = Server {
        receiver,
        waiting: VecDeque::new(),
        output: io::stdout(),
        phase: Phase::New,
        state: State::default(),
        told: Told::default(),
        told_all: true,
        registration: None,
        refreshes_hints: false,
        refreshed: 0,
    };
    server
        .serve()
        .map_err(|error| Failure::new(format!("cannot write to the client: {}", reason(&error))))
}

/// How far a client and the server are with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Started,
    ShutDown,
}

struct Server {
    receiver: Receiver<Received>,
    /// Messages that have come and are not answered.
    waiting: VecDeque<Received>,
    output: Stdout,
    phase: Phase,
    state: State,
    told: Told,
    /// Nothing changed since problems were told.
    told_all: bool,
    /// What the server asks of the client once that is ready.
    registration: Option<Request>,
    /// The client asks for hints again where it is told to; how often it was.
    refreshes_hints: bool,
    refreshed: u64,
}

impl Server {
    /// Answers until the client leaves. One that leaves without a farewell is a problem, as the protocol has it.
    fn serve(mut self) -> io::Result<End> {
        while let Some(received) = self.next()? {
            match received {
                Received::Message(Message::Request(request)) => self.request(request)?,
                Received::Message(Message::Notification(note)) if note.method == Exit::METHOD => {
                    break;
                }
                Received::Message(Message::Notification(note)) => {
                    if note.method == Initialized::METHOD
                        && let Some(registration) = self.registration.take()
                    {
                        self.send(registration)?;
                    }
                    if self.phase == Phase::Started {
                        dispatch::notification(&mut self.state, note);
                        self.told_all = false;
                    }
                }
                // What the client answers to a registration changes nothing.
                Received::Message(Message::Response(_)) => {}
                Received::Bad { id, code, why } => {
                    wire::refuse(&mut self.output, id, code, &why)?;
                }
            }
        }
        Ok(if self.phase == Phase::ShutDown { End::Fine } else { End::Problems })
    }

    /// The next message; problems are told before the server waits for it.
    fn next(&mut self) -> io::Result<Option<Received>> {
        self.take_in();
        if self.waiting.is_empty() {
            self.tell()?;
            match self.receiver.recv() {
                Ok(received) => self.waiting.push_back(received),
                Err(_) => return Ok(None),
            }
            self.take_in();
        }
        Ok(self.waiting.pop_front())
    }

    /// Takes in all that has come; a request that was called off is answered so in its place.
    fn take_in(&mut self) {
        while self.waiting.len() < MAX_WAITING {
            let Ok(received) = self.receiver.try_recv() else { return };
            match received {
                Received::Message(Message::Notification(note)) if note.method == Cancel::METHOD => {
                    self.cancel(note);
                }
                other => self.waiting.push_back(other),
            }
        }
    }

    fn cancel(&mut self, note: Notification) {
        let Ok(params) = serde_json::from_value::<CancelParams>(note.params) else { return };
        let id = match params.id {
            NumberOrString::Number(n) => RequestId::from(n),
            NumberOrString::String(text) => RequestId::from(text),
        };
        for received in &mut self.waiting {
            if matches!(received, Received::Message(Message::Request(request)) if request.id == id)
            {
                let why = "called off".to_owned();
                *received = Received::Bad { id: Some(id), code: ErrorCode::RequestCanceled, why };
                return;
            }
        }
    }

    fn send(&mut self, message: impl Into<Message>) -> io::Result<()> {
        wire::write(&mut self.output, &message.into())
    }

    fn request(&mut self, request: Request) -> io::Result<()> {
        let (id, method) = (request.id.clone(), request.method.as_str());
        let refused = |code: ErrorCode, why: &str| {
            Response::new_err(request.id.clone(), wire::number(code), why.to_owned())
        };
        let response = match (self.phase, method) {
            (Phase::New, Initialize::METHOD) => match serde_json::from_value(request.params) {
                Ok(params) => {
                    let (state, result) = start::start(&params);
                    self.state = state;
                    self.phase = Phase::Started;
                    self.registration = start::registration(&params);
                    self.refreshes_hints = start::refreshes_hints(&params);
                    Response::new_ok(id, result)
                }
                Err(error) => {
                    let number = wire::number(ErrorCode::InvalidParams);
                    Response::new_err(id, number, error.to_string())
                }
            },
            (Phase::New, _) => {
                refused(ErrorCode::ServerNotInitialized, "`initialize` comes before this")
            }
            (Phase::Started, Initialize::METHOD) => {
                refused(ErrorCode::InvalidRequest, "`initialize` comes once")
            }
            (Phase::Started, Shutdown::METHOD) => {
                self.phase = Phase::ShutDown;
                Response::new_ok(id, Value::Null)
            }
            (Phase::Started, _) => {
                let response = dispatch::request(&mut self.state, &request);
                self.send(response)?;
                // The scripts are made for the answer; what is wrong with them costs no more.
                return self.tell();
            }
            (Phase::ShutDown, _) => refused(ErrorCode::InvalidRequest, "this was shut down"),
        };
        self.send(response)
    }

    /// Tells the problems that are new.
    fn tell(&mut self) -> io::Result<()> {
        if self.phase != Phase::Started {
            return Ok(());
        }
        if self.told_all {
            return self.complain();
        }
        self.told_all = true;
        self.state.refresh();
        self.complain()?;
        for params in self.told.news(&self.state) {
            self.send(Notification::new(PublishDiagnostics::METHOD.to_owned(), params))?;
        }
        if self.state.counted.news() && self.refreshes_hints {
            self.refreshed += 1;
            let id = format!("answertree/hints/{}", self.refreshed).into();
            self.send(Request::new(id, InlayHintRefreshRequest::METHOD.to_owned(), ()))?;
        }
        Ok(())
    }
    /// Tells what could not be read or counted.
    fn complain(&mut self) -> io::Result<()> {
        for message in self.state.complaints() {
            let params = LogMessageParams { typ: MessageType::WARNING, message };
            self.send(Notification::new(LogMessage::METHOD.to_owned(), params))?;
        }
        Ok(())
    }
}
