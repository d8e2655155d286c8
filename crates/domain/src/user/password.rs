//! Which passwords are taken (OWASP ASVS 5.0, 6.2): length, not a common one, not one's own name.

/// Shortest password taken (6.2.1).
pub const PASSWORD_MIN_CHARS: usize = 8;
/// Longest password taken; 6.2.9 asks for at least 64.
pub const PASSWORD_MAX_CHARS: usize = 256;
/// From here on a password is long enough to be recommended (6.2.1).
pub const PASSWORD_GOOD_CHARS: usize = 15;

/// What many people use; see `COMMON_PASSWORDS.md` for source and licence. Sorted.
static COMMON: &str = include_str!("common_passwords.txt");

/// Why a password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error(
        "use at least {PASSWORD_MIN_CHARS} characters; {PASSWORD_GOOD_CHARS} or more are better"
    )]
    TooShort,
    /// Too long.
    #[error("use at most {PASSWORD_MAX_CHARS} characters")]
    TooLong,
    /// One of those that are guessed first.
    #[error(
        "many people use this password, so it is guessed first; take another, such as four words that do not belong together"
    )]
    Common,
    /// Hardly more than the person's own name or address.
    #[error(
        "this is hardly more than your own name or address; take another, such as four words that do not belong together"
    )]
    Personal,
}

/// What everybody around a person knows of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Holder<'a> {
    /// Address used to sign in.
    pub email: &'a str,
    /// Name that signs in as well.
    pub username: &'a str,
    /// Given name first.
    pub full_name: &'a str,
}

/// Checks a new password. No rules of composition (6.2.5); every character of Unicode counts as one.
pub fn check_password(password: &str, holder: Holder<'_>) -> Result<(), PasswordError> {
    match password.chars().count() {
        n if n < PASSWORD_MIN_CHARS => return Err(PasswordError::TooShort),
        n if n > PASSWORD_MAX_CHARS => return Err(PasswordError::TooLong),
        _ => {}
    }
    let lower = password.to_lowercase();
    if is_common(lower.trim()) || is_one_character(&lower) {
        return Err(PasswordError::Common);
    }
    if is_personal(&lower, holder) {
        return Err(PasswordError::Personal);
    }
    Ok(())
}

/// Whether a password has the recommended length; said as advice, never asked for.
pub fn is_long(password: &str) -> bool {
    password.chars().count() >= PASSWORD_GOOD_CHARS
}

fn is_common(lower: &str) -> bool {
    // A line is found by halving bytes: the list is sorted, and nothing is built at start.
    let (mut low, mut high) = (0, COMMON.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = COMMON[..middle].rfind('\n').map_or(0, |i| i + 1);
        let end = COMMON[start..]
            .find('\n')
            .map_or(COMMON.len(), |i| start + i);
        match COMMON[start..end].cmp(lower) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

fn is_one_character(lower: &str) -> bool {
    let mut characters = lower.chars();
    let first = characters.next();
    characters.all(|c| Some(c) == first)
}

/// The person's own words count for nothing; what is left must be long enough by itself.
fn is_personal(lower: &str, holder: Holder<'_>) -> bool {
    let email = holder.email.to_lowercase();
    let local = email.split('@').next().unwrap_or_default().to_owned();
    let name = holder.full_name.to_lowercase();
    let joined: String = name.split_whitespace().collect();
    let mut words = vec![
        email.clone(),
        local.clone(),
        holder.username.to_lowercase(),
        name.clone(),
        joined,
    ];
    let parts = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .map(str::to_owned)
            .collect()
    };
    words.extend(parts(&local));
    words.extend(parts(&name));
    words.push("cloudcare".to_owned());
    words.retain(|word| word.chars().count() >= 3);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut left = lower.to_owned();
    for word in &words {
        left = left.replace(word.as_str(), "");
    }
    left.len() < lower.len() && left.trim().chars().count() < PASSWORD_MIN_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOBODY: Holder<'_> = Holder {
        email: "",
        username: "",
        full_name: "",
    };

    /// Some text of `chars` characters that is nothing known.
    fn text(chars: usize) -> String {
        "äßق🫀-z".chars().cycle().take(chars).collect()
    }

    #[test]
    fn passwords_need_length_and_nothing_else() {
        for (chars, verdict) in [
            (0, Err(PasswordError::TooShort)),
            (7, Err(PasswordError::TooShort)),
            (8, Ok(())),
            (14, Ok(())),
            (15, Ok(())),
            (64, Ok(())),
            (72, Ok(())),
            (73, Ok(())),
            (128, Ok(())),
            (256, Ok(())),
            (257, Err(PasswordError::TooLong)),
        ] {
            assert_eq!(
                check_password(&text(chars), NOBODY),
                verdict,
                "{chars} characters"
            );
        }
        assert!(!is_long(&text(14)) && is_long(&text(15)));
    }

    #[test]
    fn what_many_people_use_is_refused_however_it_is_written() {
        for common in [
            "password",
            "Password",
            "PASSWORD",
            " password ",
            "12345678",
            "123456789",
            "1234567890",
            "qwertyuiop",
            "iloveyou",
            "trustno1",
            "aaaaaaaa",
            "        ",
            "ÄÄÄÄÄÄÄÄ",
        ] {
            assert_eq!(
                check_password(common, NOBODY),
                Err(PasswordError::Common),
                "{common:?}"
            );
        }
        for fine in [
            "passwort1 auf Deutsch",
            "correct horse battery staple",
            "zzzz zzzy",
            "Tr0ub4dor&3x",
        ] {
            assert_eq!(check_password(fine, NOBODY), Ok(()), "{fine:?}");
        }
    }

    #[test]
    fn every_line_of_the_list_is_found() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() >= 3_000, "ASVS 6.2.4");
        assert!(lines.is_sorted(), "or the search passes over some");
        for line in lines {
            assert!(is_common(line), "{line}");
        }
        assert!(!is_common("") && !is_common("~") && !is_common("\u{0}"));
    }

    #[test]
    fn ones_own_name_and_address_count_for_nothing() {
        let holder = Holder {
            email: "maria.quincy@northgate.example",
            username: "mquincy",
            full_name: "Maria Quincy",
        };
        for (password, verdict) in [
            (
                "maria.quincy@northgate.example",
                Err(PasswordError::Personal),
            ),
            ("MariaQuincy", Err(PasswordError::Personal)),
            ("maria quincy", Err(PasswordError::Personal)),
            ("quincy2026!", Err(PasswordError::Personal)),
            ("mquincy1234567", Err(PasswordError::Personal)),
            ("CloudCare2026", Err(PasswordError::Personal)),
            ("mquincy12345678", Ok(())),
            ("maria likes tall ships", Ok(())),
            ("nothing of the sort", Ok(())),
        ] {
            assert_eq!(check_password(password, holder), verdict, "{password}");
        }
    }
}
