//! How people write numbers: what points and commas between digits mean.

/// How the digits of a number with points and commas in it are to be read.
pub(super) enum NumberForm {
    /// As they stand.
    Plain,
    /// Without one sign, and with the other as the decimal point.
    Marked { thousands: char, point: char },
    /// As several numbers.
    List,
    /// As no number: a date, an address, a version.
    Code,
}

/// Judges digits with single points and commas between them.
pub(super) fn number_form(text: &str) -> NumberForm {
    let count = |sign: char| text.bytes().filter(|&b| char::from(b) == sign).count();
    match (count('.'), count(',')) {
        (1, 0) => NumberForm::Plain,
        (_, 0) if is_grouped(text, '.') => NumberForm::Marked { thousands: '.', point: '\0' },
        (0, _) if is_grouped(text, ',') => NumberForm::Marked { thousands: ',', point: '\0' },
        (0, 1) => NumberForm::Marked { thousands: '\0', point: ',' },
        (0, _) => NumberForm::List,
        (1, _)
            if text.split_once('.').is_some_and(|(whole, _)| is_grouped(whole, ','))
                && !ends_in(text, ',') =>
        {
            NumberForm::Marked { thousands: ',', point: '.' }
        }
        (_, 1)
            if text.split_once(',').is_some_and(|(whole, _)| is_grouped(whole, '.'))
                && !ends_in(text, '.') =>
        {
            NumberForm::Marked { thousands: '.', point: ',' }
        }
        _ => NumberForm::Code,
    }
}

/// Whether the sign is the last one in the text.
fn ends_in(text: &str, sign: char) -> bool {
    text.chars().rfind(|c| !c.is_ascii_digit()) == Some(sign)
}

/// Whether a sign divides the digits into groups of three, or as in India (`1,00,000`) of two before the last three.
fn is_grouped(text: &str, sign: char) -> bool {
    let mut groups = text.split(sign);
    let (first, last) = (groups.next().unwrap_or(""), groups.next_back().unwrap_or(""));
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && digits(first)
        && last.len() == 3
        && digits(last)
        && groups.all(|group| (2..=3).contains(&group.len()) && digits(group))
}

/// Whether a character is the sign of a currency.
pub(super) fn is_currency(c: char) -> bool {
    matches!(
        c,
        '$' | '£'
            | '€'
            | '¥'
            | '₹'
            | '₽'
            | '₩'
            | '₺'
            | '₴'
            | '₦'
            | '₱'
            | '₫'
            | '฿'
            | '₪'
            | '￡'
            | '￥'
            | '＄'
    )
}
