//! Bundles as they come: whole, cut off anywhere, endless, of another form.

use std::{io::Read, ops::ControlFlow};

use cloudcare_domain::import::Record;
use cloudcare_fhir::{BundleError, Item, Pass, read};
use jiff::tz::TimeZone;

const BUNDLE: &str = r#"{"resourceType": "Bundle", "entry": [
  {"fullUrl": "urn:uuid:1", "resource": {"name": [{"family": "Łukasz", "given": ["Ada", null]}], "birthDate": "1980-05-01",
    "gender": "female", "resourceType": "Patient", "_birthDate": {"extension": []}}},
  {"fullUrl": "urn:uuid:2", "resource": {"resourceType": "Patient", "id": "2"}},
  {"fullUrl": "urn:uuid:3"},
  {"resource": {"resourceType": "Claim", "id": "3"}}
], "type": "transaction"}
"#;

fn items(source: impl Read, pass: Pass) -> (Result<(), BundleError>, Vec<Item>) {
    let mut items = Vec::new();
    let end = read(source, pass, &TimeZone::UTC, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    (end, items)
}

#[test]
fn a_pass_takes_its_kinds_and_tells_what_it_leaves() {
    let (end, patients) = items(BUNDLE.as_bytes(), Pass::Patients);
    assert!(end.is_ok());
    let [Item::Record(first), Item::Skipped { kind, reason }] = &patients[..] else {
        panic!("{patients:?}");
    };
    assert_eq!(first.id, "1");
    assert!(
        matches!(&first.record, Record::Patient(p) if p.family_name == "Łukasz" && p.given_name == "Ada")
    );
    assert_eq!((kind.as_str(), reason.as_ref()), ("Patient", "has no name"));
    let (end, others) = items(BUNDLE.as_bytes(), Pass::Places);
    assert!(end.is_ok());
    assert!(
        matches!(&others[..], [Item::Skipped { kind, .. }] if kind == "Claim"),
        "{others:?}"
    );
    assert_eq!(items(BUNDLE.as_bytes(), Pass::Findings).1, []);
}

#[test]
fn cut_off_anywhere_a_bundle_is_never_taken_for_whole() {
    let whole = BUNDLE.trim_end();
    for length in 0..whole.len() {
        let (end, _) = items(&whole.as_bytes()[..length], Pass::Patients);
        assert!(
            matches!(
                end,
                Err(BundleError::CutOff { .. } | BundleError::Malformed { .. })
            ),
            "{length}: {end:?}"
        );
    }
}

#[test]
fn another_form_is_told_without_what_stands_in_it() {
    for (text, words) in [
        (
            r#"{"resourceType": "Patient", "type": "transaction"}"#,
            "not a FHIR Bundle",
        ),
        (
            r#"{"resourceType": "Bundle", "type": "history", "entry": []}"#,
            "not a transaction",
        ),
        (
            r#"{"resourceType": "Bundle", "type": "batch", "entry": {"SECRET": 1}}"#,
            "line 1",
        ),
        (
            r#"{"resourceType": "Bundle", "type": "batch", "entry": ["SECRET"]}"#,
            "line 1",
        ),
        (
            r#"{"resourceType": "Bundle", "type": "batch"} SECRET"#,
            "line 1",
        ),
        ("SECRET", "line 1"),
        ("[]", "line 1"),
        ("", "ends in the middle"),
    ] {
        let error = items(text.as_bytes(), Pass::Patients)
            .0
            .unwrap_err()
            .to_string();
        assert!(error.contains(words), "{text}: {error}");
        assert!(!error.contains("SECRET"), "{error}");
    }
}

/// A bundle of any length, made as it is read.
struct Endless {
    left: u32,
    chunk: Vec<u8>,
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.chunk.len() {
            self.at = 0;
            self.chunk = match self.left {
                0 => return Ok(0),
                1 => b"{}]}".to_vec(),
                n => format!(r#"{{"resource": {{"resourceType": "Organization", "id": "{n}", "name": "Hospital {n}"}}}},"#).into_bytes(),
            };
            self.left -= 1;
        }
        let count = buffer.len().min(self.chunk.len() - self.at);
        buffer[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[test]
fn whoever_wants_no_more_gets_no_more() {
    let start = br#"{"type": "collection", "resourceType": "Bundle", "entry": ["#.to_vec();
    let mut source = Endless {
        left: u32::MAX,
        chunk: start,
        at: 0,
    };
    let mut seen = 0;
    let end = read(&mut source, Pass::Places, &TimeZone::UTC, &mut |_| {
        seen += 1;
        if seen == 1_000 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(matches!(end, Err(BundleError::Stopped)));
    assert!(
        u32::MAX - source.left <= 1_001,
        "at most one entry is read ahead"
    );
}
