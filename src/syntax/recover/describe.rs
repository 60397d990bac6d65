//! What the rules of the grammar are called in a sentence.

use crate::syntax::grammar::Rule;

/// The word a rule stands for, where it stands for one.
pub(super) fn keyword(rule: Rule) -> Option<&'static str> {
    let name = describe(rule).strip_prefix('`')?.strip_suffix('`')?;
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

/// What a rule is called in a sentence; empty where it says nothing to an author.
#[expect(clippy::too_many_lines, reason = "one line for each rule of the grammar")]
pub(super) fn describe(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI | Rule::comment => "the end of the line",
        Rule::script_line
        | Rule::version_line
        | Rule::language_line
        | Rule::pack_line
        | Rule::threshold_line
        | Rule::include_line
        | Rule::channel_line
        | Rule::department_line
        | Rule::open_line
        | Rule::closed_line
        | Rule::fact_line
        | Rule::ask_line
        | Rule::words_line
        | Rule::intent_line
        | Rule::prefer_line
        | Rule::topic_line
        | Rule::menu_line
        | Rule::example_line
        | Rule::when_line
        | Rule::need_line
        | Rule::reply_line
        | Rule::or_line
        | Rule::also_line
        | Rule::step_line
        | Rule::note_line
        | Rule::choice_line
        | Rule::then_line
        | Rule::goto_line
        | Rule::call_line
        | Rule::return_line
        | Rule::do_line
        | Rule::set_line
        | Rule::handoff_line
        | Rule::end_line
        | Rule::on_line
        | Rule::test_line
        | Rule::given_line
        | Rule::given_value
        | Rule::given_alone
        | Rule::given_topic
        | Rule::customer_line
        | Rule::choose_line
        | Rule::accept_line
        | Rule::wait_line
        | Rule::expect_line
        | Rule::hole_only
        | Rule::guard_only
        | Rule::like_only
        | Rule::channel_part
        | Rule::fact_part
        | Rule::one_option
        | Rule::expectation
        | Rule::guards
        | Rule::atom
        | Rule::like_atom
        | Rule::operand
        | Rule::primary
        | Rule::infix
        | Rule::name_rest
        | Rule::name_char
        | Rule::title_word
        | Rule::member_word
        | Rule::letter
        | Rule::tail
        | Rule::sp
        | Rule::gap
        | Rule::ws
        | Rule::quote
        | Rule::escape
        | Rule::balanced
        | Rule::bad_hole
        | Rule::bad_guard
        | Rule::stray_close
        | Rule::prefix
        | Rule::op_not
        | Rule::op_minus
        | Rule::wrong_not
        | Rule::wrong_operator => "",
        Rule::title
        | Rule::plain
        | Rule::text
        | Rule::literal
        | Rule::quoted_literal
        | Rule::or_text
        | Rule::arm_text
        | Rule::arm_literal => "some text",
        Rule::label | Rule::label_literal => "a label",
        Rule::percent => "`%`",
        Rule::count => "a whole number",
        Rule::names | Rule::name => "a name",
        Rule::limit | Rule::kw_limit => "`limit`",
        Rule::hours => "days and hours like `Mon-Fri 09:00-17:00`",
        Rule::days | Rule::day => "a day like `Mon`",
        Rule::times | Rule::clock => "a time like `09:00`",
        Rule::zone => "a time zone like `Europe/London`",
        Rule::date | Rule::iso_date | Rule::day_month | Rule::month_day => {
            "a date like `25 Dec` or `2026-12-28`"
        }
        Rule::month => "a month like `Dec`",
        Rule::year => "a year",
        Rule::fact_kind => {
            "a kind: `text`, `number`, `yes/no`, `date`, `time`, `one of …` or `list`"
        }
        Rule::one_of | Rule::kw_one => "`one of`",
        Rule::list_of | Rule::kw_list => "`list`",
        Rule::option | Rule::list_option => "an option",
        Rule::like | Rule::kw_like => "`like`",
        Rule::like_text => "a pattern like `[0-9]{6}`",
        Rule::default | Rule::equals => "`=`",
        Rule::member => "a word",
        Rule::subject | Rule::kw_for => "`for`",
        Rule::condition | Rule::kw_if | Rule::hole_if => "`if`",
        Rule::when_intent | Rule::kw_intent => "`intent`",
        Rule::near => "`~`",
        Rule::stars | Rule::stem => "`*`",
        Rule::arrow | Rule::on_goto => "`->`",
        Rule::reply_mark | Rule::on_reply | Rule::close_angle => "`>`",
        Rule::open_paren | Rule::arguments | Rule::call_arguments | Rule::paren => "`(`",
        Rule::close_paren => "`)`",
        Rule::argument => "an argument like `order: order_id`",
        Rule::event => "`nomatch` or `silence`",
        Rule::nomatch | Rule::kw_nomatch => "`nomatch`",
        Rule::silence | Rule::kw_silence => "`silence`",
        Rule::duration => "a time span like `5m`",
        Rule::target => "a topic, `handoff` or `end`",
        Rule::target_handoff | Rule::kw_handoff | Rule::expect_handoff => "`handoff`",
        Rule::target_end | Rule::kw_end | Rule::expect_end => "`end`",
        Rule::outcome => "`resolved`, `unresolved` or `spam`",
        Rule::expect_switch | Rule::kw_switch => "`switch`",
        Rule::expect_department | Rule::kw_department => "`department`",
        Rule::expect_prefer | Rule::kw_prefer => "`prefer`",
        Rule::expect_topic | Rule::kw_topic => "`topic`",
        Rule::expect_ask | Rule::kw_ask => "`ask`",
        Rule::expect_reply | Rule::kw_reply => "`reply`",
        Rule::expect_choice | Rule::kw_choice => "`choice`",
        Rule::expect_do | Rule::kw_do => "`do`",
        Rule::expect_fact | Rule::kw_fact => "`fact`",
        Rule::quoted_text | Rule::string => "text in quotes",
        Rule::open_quote | Rule::close_quote => "`\"`",
        Rule::hole => "`{…}`",
        Rule::else_if | Rule::else_arm | Rule::kw_else => "`else`",
        Rule::hole_or | Rule::op_or | Rule::kw_or => "`or`",
        Rule::hole_value | Rule::hole_expr | Rule::expr | Rule::call | Rule::value_name => {
            "a value"
        }
        Rule::plural | Rule::comma => "`,`",
        Rule::case | Rule::case_key => "a case like `one:` or `other:`",
        Rule::guard | Rule::open_bracket => "`[`",
        Rule::close_bracket => "`]`",
        Rule::open_brace => "`{`",
        Rule::close_brace => "`}`",
        Rule::guard_kind => "a guard",
        Rule::guard_on | Rule::kw_on => "`on`",
        Rule::guard_until | Rule::kw_until => "`until`",
        Rule::guard_from | Rule::kw_from => "`from`",
        Rule::guard_lang | Rule::kw_lang => "`lang`",
        Rule::guard_tag | Rule::kw_tag => "`tag`",
        Rule::guard_id | Rule::kw_id => "`id`",
        Rule::pattern
        | Rule::either
        | Rule::sequence
        | Rule::word
        | Rule::word_text
        | Rule::optional
        | Rule::group
        | Rule::gap_mark
        | Rule::exact
        | Rule::list_name => "a word of a pattern",
        Rule::like_either
        | Rule::like_branch
        | Rule::like_class
        | Rule::like_range
        | Rule::class_char
        | Rule::like_group
        | Rule::like_escape
        | Rule::like_any
        | Rule::like_char => "a character",
        Rule::class_dash | Rule::dash => "`-`",
        Rule::negate => "`^`",
        Rule::repeat | Rule::repeat_mark | Rule::repeat_count => "`?`, `*`, `+` or `{…}`",
        Rule::known
        | Rule::op_and
        | Rule::op_has
        | Rule::op_in
        | Rule::op_compare
        | Rule::op_arithmetic
        | Rule::infix_but_or => "an operator",
        Rule::number => "a number",
        Rule::time => "a time",
        Rule::colon => "`:`",
        Rule::bar => "`|`",
        Rule::yes_no => "`yes/no`",
        Rule::kw_buttons => "`buttons`",
        Rule::kw_date => "`date`",
        Rule::kw_email => "`email`",
        Rule::kw_has => "`has`",
        Rule::kw_in => "`in`",
        Rule::kw_is => "`is`",
        Rule::kw_known => "`known`",
        Rule::kw_link => "`link`",
        Rule::kw_money => "`money`",
        Rule::kw_no => "`no`",
        Rule::kw_not => "`not`",
        Rule::kw_number => "`number`",
        Rule::kw_of => "`of`",
        Rule::kw_once => "`once`",
        Rule::kw_phone => "`phone`",
        Rule::kw_plural => "`plural`",
        Rule::kw_public => "`public`",
        Rule::kw_resolved => "`resolved`",
        Rule::kw_secret => "`secret`",
        Rule::kw_spam => "`spam`",
        Rule::kw_split => "`split`",
        Rule::kw_text => "`text`",
        Rule::kw_time => "`time`",
        Rule::kw_unresolved => "`unresolved`",
        Rule::kw_weighted => "`weighted`",
    }
}
