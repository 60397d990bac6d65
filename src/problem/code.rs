//! The table of problem codes. A code is never used again for something else.

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// No machine is built.
    Error,
    /// A machine is built; something will surprise somebody.
    Warning,
}

macro_rules! codes {
    ($($number:literal $name:ident $severity:ident $title:literal;)*) => {
        /// The kind of a problem; printed as `AT` and four digits.
        ///
        /// 00xx limits, 01xx how a line is written, 02xx names, 03xx meaning, 04xx advice, 05xx what walking every conversation
        /// finds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable name, such as `AT0102`.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => concat!("AT", $number),)* }
            }

            /// The title of its page in the reference.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    "0001" SourceTooLarge Error "the script is larger than can be read";
    "0002" NestedTooDeep Error "brackets or choices are nested too deep";
    "0003" TooMany Error "there is more of something than a machine can hold";
    "0004" LineTooLong Error "a line is longer than can be read";
    "0101" UnknownLine Error "a line begins with no known mark";
    "0102" BadLine Error "a line cannot be read to its end";
    "0103" BadTemplate Error "a `{…}` in a text cannot be read";
    "0104" BadGuard Error "a `[…]` guard cannot be read";
    "0105" BadExpression Error "an expression cannot be read";
    "0106" BadPattern Error "a `when` pattern cannot be read";
    "0107" Misplaced Error "a line stands where it has no meaning";
    "0108" BadLike Error "a `like` pattern cannot be read";
    "0109" BadValue Error "a number, time, date or limit cannot be read";
    "0201" UnknownName Error "a name is used that nothing declares";
    "0202" DuplicateName Error "a name is declared twice";
    "0203" UnknownFile Error "an included file is not there";
    "0204" UnknownFunction Error "a function is not known";
    "0205" IncludeCycle Error "a file includes itself";
    "0206" ReservedName Error "a name has a meaning of its own";
    "0207" UnknownPack Error "the language pack of a script is not at hand";
    "0301" WrongType Error "values of two kinds do not go together";
    "0302" WrongArguments Error "a function is given the wrong number of arguments";
    "0303" UnknownZone Error "a time zone is not known";
    "0304" NotAnOption Error "a value is not one of the fact's options";
    "0305" NoQuestion Warning "a needed fact has no question";
    "0306" ReturnOutsideCall Warning "`return` where nothing was called";
    "0307" DuplicateKey Error "a menu key is used twice";
    "0308" MissingPlural Error "a plural has no `other`";
    "0309" TestChannel Error "a test names what the script does not have";
    "0401" UnreachableTopic Warning "nothing leads to a topic";
    "0402" DeadEnd Warning "a branch ends in nothing";
    "0403" FactNeverSet Warning "a fact is used but never gets a value";
    "0404" UnusedName Warning "a declared name is never used";
    "0405" TooLongForChannel Warning "a wording can be longer than its channel allows";
    "0406" SameTrigger Warning "two topics have the same way in";
    "0407" TooFewExamples Warning "an intent has too few examples";
    "0408" ClaimedExample Warning "another intent claims an example";
    "0409" NeverOpen Warning "a hand-off goes to a department that is never open";
    "0410" SecretInPublic Warning "a secret fact can be sent on a public channel";
    "0411" UnreachableLine Warning "a line can never be reached";
    "0412" GuardedRun Warning "a guarded one-line reply looks like the start of a longer one";
    "0413" NeverTrue Warning "a condition is always or never true";
    "0414" NoWayIn Warning "a script has no topic a message can reach";
    "0415" MissingLanguage Warning "a language has no wording";
    "0416" RepeatedExample Warning "an intent has an example twice";
    "0417" AlikeExamples Warning "the examples of an intent are too alike";
    "0418" PersonalData Warning "an example holds personal data";
    "0419" MistakenExample Warning "an example reads like those of another intent";
    "0420" NeverMatches Warning "a pattern matches no message";
    "0421" AlwaysBeaten Warning "another topic's pattern always comes first";
    "0422" StrayPattern Warning "a pattern matches another topic's examples";
    "0423" BroadPattern Warning "a pattern is too broad";
    "0501" Stuck Warning "a turn offers nothing, and the conversation goes on";
    "0502" Circle Warning "a tree goes round without the customer";
    "0503" TooLongToSend Warning "a message is longer than its channel allows";
    "0504" EmptyHole Warning "a text shows nothing for a fact";
    "0505" NeverReached Warning "no conversation leads to a line";
    "0506" SecretShown Warning "a reply hides a secret on a public channel";
    "0507" OnlyClosed Warning "a hand-off always finds its department closed";
}
