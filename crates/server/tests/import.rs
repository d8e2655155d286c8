//! `import fhir`, by the real binary and a real database: the given bundles, and odd ones.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it must; helpers outside #[test] functions too"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cloudcare_testkit::TestApp;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Everything an import writes, by what it says and not by our ids, as one number.
const CONTENT: &str = "
select ('x' || substr(md5(string_agg(line, chr(10) order by line)), 1, 15))::bit(60)::bigint from (
  select row('h', name, contact, address, time_zone)::text as line from hospitals
  union all select row('d', full_name, gender, phone, is_available)::text from doctors
  union all select row('p', family_name, given_name, title, date_of_birth, gender, contact, address, allergy_state, version)::text from patients
  union all select row('e', p.search_name, d.died_at)::text from deaths d join patients p on p.id = d.patient_id
  union all select row('a', p.search_name, h.name, d.full_name, a.treatment_type, a.reason, a.admitted_at, a.discharged_at)::text
    from admissions a join patients p on p.id = a.patient_id join hospitals h on h.id = a.hospital_id
    left join doctors d on d.id = a.responsible_doctor_id
  union all select row('c', p.search_name, c.icd10_code, c.description, c.started_on, c.ended_on)::text
    from conditions c join patients p on p.id = c.patient_id
  union all select row('g', p.search_name, a.substance, a.category, a.severity, a.code, a.status, a.recorded_at)::text
    from allergies a join patients p on p.id = a.patient_id
  union all select row('m', p.search_name, m.medication_name, m.code, m.dosage, m.status, m.authored_at)::text
    from medication_statements m join patients p on p.id = m.patient_id
  union all select row('o', p.search_name, a.admitted_at, o.taken_at, o.systolic_mmhg, o.diastolic_mmhg, o.temperature_c,
                       o.weight_kg, o.height_cm, o.version)::text
    from observation_sets o join patients p on p.id = o.patient_id left join admissions a on a.id = o.admission_id
  union all select row('i', resource_type, source_id, local_version)::text from imported_resources
) as everything";

struct Imported {
    code: i32,
    report: String,
}

impl Imported {
    /// Taken, updated, unchanged, skipped of one kind.
    fn counts(&self, kind: &str) -> [u64; 4] {
        let line = self
            .report
            .lines()
            .find(|line| line.split_whitespace().next() == Some(kind))
            .unwrap();
        let numbers: Vec<u64> = line
            .split_whitespace()
            .skip(1)
            .map(|n| n.parse().unwrap())
            .collect();
        numbers.try_into().unwrap()
    }

    #[track_caller]
    fn says(&self, line: &str) {
        assert!(
            self.report.lines().any(|l| l == line),
            "not there: {line}\n{}",
            self.report
        );
    }
}

fn import(app: &TestApp, paths: &[&Path]) -> Imported {
    import_with(app, &[], paths)
}

fn import_with(app: &TestApp, options: &[&str], paths: &[&Path]) -> Imported {
    let data_dir = TempDir::with_prefix("cloudcare-import-").unwrap();
    app.put_master_key(data_dir.path());
    let output = Command::new(env!("CARGO_BIN_EXE_cloudcare-server"))
        .args([
            "import",
            "fhir",
            "--time-zone",
            "Europe/London",
            "--data-dir",
        ])
        .arg(data_dir.path())
        .args(["--database-url", app.database_url()])
        .args(options)
        .args(paths)
        .output()
        .unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    let code = output.status.code().unwrap();
    assert!(
        !report.is_empty(),
        "exit code {code}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Imported { code, report }
}

fn given() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/synthea")
}

fn given_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(given())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}

/// Resources by type, counted without any of our code.
fn resources() -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for path in given_files() {
        let bundle: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        for entry in bundle["entry"].as_array().unwrap() {
            let kind = entry["resource"]["resourceType"].as_str().unwrap();
            *counts.entry(kind.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_hospital_holds_the_given_patients_with_all_that_happened_to_them() {
    let app = TestApp::demo().await;
    // Opened as a demo, it reads them before anything else happens; what is imported then is known.
    let again = import_with(&app, &["--demo"], &[&given()]);
    assert_eq!(again.code, 0, "{}", again.report);
    for (kind, counts) in [
        ("Organization", [90, 0, 24, 0]),
        ("Practitioner", [90, 0, 24, 0]),
        ("Patient", [0, 0, 7, 0]),
        ("Encounter", [0, 0, 158, 0]),
        ("Condition", [0, 0, 53, 0]),
        ("AllergyIntolerance", [0, 0, 11, 0]),
        ("MedicationRequest", [0, 0, 50, 0]),
        ("Observation", [0, 0, 178, 754]),
    ] {
        assert_eq!(again.counts(kind), counts, "{kind}\n{}", again.report);
    }
    // One person: the one in the bed is the one with the earlier life.
    let stays = app
        .count(
            "select count(*) from admissions a join patients p on p.id = a.patient_id
             where p.family_name = 'Considine' and p.date_of_birth = '1949-06-09'
               and exists (select from bed_stays s join beds b on b.id = s.bed_id
                           where s.patient_id = p.id and upper_inf(s.during) and b.label = 'B4')",
        )
        .await;
    assert!(stays > 21, "{stays} stays");
    let considines = app
        .count("select count(*) from patients where family_name = 'Considine'")
        .await;
    assert_eq!(considines, 1);
    let dead_in_bed = app
        .count(
            "select count(*) from deaths d join admissions a on a.patient_id = d.patient_id
             where a.discharged_at is null",
        )
        .await;
    assert_eq!(dead_in_bed, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_given_bundles_are_taken_to_the_last_resource_and_only_once() {
    let app = TestApp::empty().await;
    let first = import(&app, &[&given()]);
    assert_eq!(first.code, 0, "{}", first.report);
    first.says("9 bundles read, 0 broken");
    // Each patient's bundle tells again of its hospitals and doctors.
    for (kind, counts) in [
        ("Organization", [102, 0, 12, 0]),
        ("Practitioner", [102, 0, 12, 0]),
        ("Patient", [7, 0, 0, 0]),
        ("Encounter", [158, 0, 0, 0]),
        ("Condition", [53, 0, 0, 0]),
        ("AllergyIntolerance", [11, 0, 0, 0]),
        ("MedicationRequest", [50, 0, 0, 0]),
        ("Observation", [178, 0, 0, 754]),
    ] {
        assert_eq!(first.counts(kind), counts, "{kind}\n{}", first.report);
        assert_eq!(counts.iter().sum::<u64>(), resources()[kind], "{kind}");
    }
    first.says("skipped 638 Observation: is not a vital sign");
    first.says("skipped 116 Observation: is a vital sign that is not kept");
    for kind in [
        "Claim",
        "ExplanationOfBenefit",
        "Immunization",
        "Procedure",
        "DiagnosticReport",
        "CarePlan",
        "Goal",
        "ImagingStudy",
    ] {
        first.says(&format!(
            "skipped {} {kind}: this kind of resource is not taken",
            resources()[kind]
        ));
    }
    for (table, count) in [
        (
            "select count(*) from hospitals where time_zone = 'Europe/London'",
            102,
        ),
        (
            "select count(*) from doctors where not is_available and license_number is null",
            102,
        ),
        ("select count(*) from patients", 7),
        (
            "select count(*) from patients where allergy_state = 'known'",
            3,
        ),
        (
            "select count(*) from patients where allergy_state = 'not_asked'",
            4,
        ),
        ("select count(*) from deaths", 2),
        (
            "select count(*) from admissions where discharged_at is not null and responsible_doctor_id is not null",
            156,
        ),
        (
            "select count(*) from admissions where discharged_at is not null",
            158,
        ),
        (
            "select count(*) from admissions where treatment_type = 'emergency'",
            15,
        ),
        ("select count(*) from conditions", 53),
        (
            "select count(*) from conditions where ended_on is not null",
            25,
        ),
        (
            "select count(*) from allergies where status = 'active' and category = 'food'",
            11,
        ),
        ("select count(*) from medication_statements", 50),
        (
            "select count(*) from medication_statements where status = 'stopped'",
            36,
        ),
        (
            "select count(*) from observation_sets where origin = 'import' and admission_id is not null",
            62,
        ),
        ("select count(systolic_mmhg) from observation_sets", 58),
        ("select count(temperature_c) from observation_sets", 4),
        (
            "select count(*) from audit_events where action = 'import' and resource_type = 'bundle' and cardinality(subjects) = 1",
            7,
        ),
    ] {
        assert_eq!(app.count(table).await, count, "{table}");
    }
    let (before, rows) = (
        app.count(CONTENT).await,
        app.count(
            "select max(extract(epoch from imported_at) * 1000000)::bigint from imported_resources",
        )
        .await,
    );
    let second = import(&app, &[&given()]);
    assert_eq!(second.code, 0, "{}", second.report);
    for kind in [
        "Organization",
        "Practitioner",
        "Patient",
        "Encounter",
        "Condition",
        "AllergyIntolerance",
        "MedicationRequest",
        "Observation",
    ] {
        let [taken, updated, unchanged, skipped] = second.counts(kind);
        assert_eq!((taken, updated), (0, 0), "{kind}");
        assert_eq!(unchanged + skipped, resources()[kind], "{kind}");
    }
    assert_eq!(app.count(CONTENT).await, before);
    assert_eq!(
        app.count(
            "select max(extract(epoch from imported_at) * 1000000)::bigint from imported_resources"
        )
        .await,
        rows
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_order_of_the_files_the_same_stands_there() {
    let (forwards, backwards) = (TestApp::empty().await, TestApp::empty().await);
    let mut files = given_files();
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    assert_eq!(import(&forwards, &paths).code, 0);
    files.reverse();
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    assert_eq!(import(&backwards, &paths).code, 0);
    assert_eq!(
        forwards.count(CONTENT).await,
        backwards.count(CONTENT).await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_bundle_harms_nothing_but_itself() {
    let (whole, harmed) = (TestApp::empty().await, TestApp::empty().await);
    let folder = TempDir::new().unwrap();
    for path in given_files() {
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let victim = given_files()
        .into_iter()
        .find(|path| path.to_string_lossy().contains("Alden"))
        .unwrap();
    let broken = folder.path().join(victim.file_name().unwrap());
    let content = fs::read(&victim).unwrap();
    fs::write(&broken, &content[..content.len() / 2]).unwrap();
    fs::write(folder.path().join("noise.json"), "not JSON at all").unwrap();
    fs::write(
        folder.path().join("search.json"),
        r#"{"resourceType": "Bundle", "type": "searchset", "entry": []}"#,
    )
    .unwrap();
    fs::write(
        folder.path().join("patient.json"),
        r#"{"resourceType": "Patient", "id": "1"}"#,
    )
    .unwrap();
    let report = import(&harmed, &[folder.path()]);
    assert_eq!(report.code, 3, "{}", report.report);
    report.says("12 bundles read, 4 broken");
    let told = |name: &str| {
        report
            .report
            .lines()
            .find(|l| l.starts_with("broken") && l.contains(name))
            .unwrap()
            .to_owned()
    };
    assert!(
        told("Alden").contains("ends in the middle, at line"),
        "{}",
        report.report
    );
    assert!(told("noise.json").contains("not a FHIR bundle in JSON"));
    assert!(told("search.json").contains("not a transaction, batch or collection bundle"));
    assert!(told("patient.json").contains("not a FHIR Bundle"));
    assert_eq!(report.counts("Patient"), [6, 0, 0, 0]);
    assert_eq!(
        harmed
            .count("select count(*) from patients where family_name = 'Considine'")
            .await,
        0
    );
    // Mended, it is taken as if nothing had been.
    fs::write(&broken, &content).unwrap();
    let mended = import(&harmed, &[&broken]);
    assert_eq!((mended.code, mended.counts("Patient")), (0, [1, 0, 0, 0]));
    import(&whole, &[&given()]);
    assert_eq!(harmed.count(CONTENT).await, whole.count(CONTENT).await);
}

fn bundle(resources: &[Value]) -> String {
    let entries: Vec<Value> = resources.iter().map(|r| json!({ "resource": r })).collect();
    json!({ "entry": entries, "type": "collection", "resourceType": "Bundle" }).to_string()
}

fn patient(id: &str, family: &str) -> Value {
    json!({"resourceType": "Patient", "id": id, "name": [{"family": family, "given": ["Ada"]}],
           "gender": "female", "birthDate": "1980-05-01"})
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_there_is_written_anew_and_what_was_corrected_here_is_left() {
    let app = TestApp::empty().await;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("one.json");
    let height = |value: f64, at: &str| {
        json!({"resourceType": "Observation", "id": "o", "status": "final",
        "category": [{"coding": [{"code": "vital-signs"}]}], "code": {"coding": [{"system": "http://loinc.org", "code": "8302-2"}]},
        "subject": {"reference": "Patient/a"}, "effectiveDateTime": at, "valueQuantity": {"value": value, "code": "cm"}})
    };
    let asthma = |words: &str| json!({"resourceType": "Condition", "id": "c", "code": {"text": words}, "subject": {"reference": "Patient/a"}});
    let write = |resources: &[Value]| fs::write(&file, bundle(resources)).unwrap();
    write(&[
        height(170.0, "2020-01-01T10:00:00Z"),
        asthma("Asthma"),
        patient("a", "First"),
        patient("b", "Other"),
    ]);
    assert_eq!(import(&app, &[&file]).counts("Patient"), [2, 0, 0, 0]);
    // Somebody corrects one name here; the other system changes both, the condition and the time.
    let mut database = app.database().await;
    sqlx::query("update patients set family_name = 'Corrected', version = version + 1 where family_name = 'Other'")
        .execute(&mut database)
        .await
        .unwrap();
    write(&[
        height(171.0, "2020-01-02T10:00:00Z"),
        asthma("Severe asthma"),
        patient("a", "Second"),
        patient("b", "Different"),
    ]);
    let again = import(&app, &[&file]);
    assert_eq!(again.counts("Patient"), [0, 1, 0, 1], "{}", again.report);
    again.says("skipped 1 Patient: was changed here since it was imported; left as it is");
    assert_eq!(again.counts("Condition"), [0, 1, 0, 0]);
    assert_eq!(again.counts("Observation"), [0, 1, 0, 0]);
    for (sql, count) in [
        (
            "select count(*) from patients where family_name in ('Second', 'Corrected')",
            2,
        ),
        (
            "select count(*) from conditions where description = 'Severe asthma'",
            1,
        ),
        ("select count(*) from conditions", 1),
        (
            "select count(*) from observation_sets where status = 'final' and height_cm = 171",
            1,
        ),
        (
            "select count(*) from observation_sets where status = 'entered_in_error' and height_cm is null",
            1,
        ),
    ] {
        assert_eq!(app.count(sql).await, count, "{sql}");
    }
    // What the import wrote last it may write over again.
    write(&[patient("a", "Third")]);
    assert_eq!(import(&app, &[&file]).counts("Patient"), [0, 1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_values_are_kept_honestly_or_skipped_with_the_reason() {
    let app = TestApp::empty().await;
    let folder = TempDir::new().unwrap();
    let subject = json!({"reference": "Patient/a"});
    let vital = |id: &str, loinc: &str, value: Value, unit: &str| {
        json!({"resourceType": "Observation", "id": id, "status": "final",
        "category": [{"coding": [{"code": "vital-signs"}]}], "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]},
        "subject": {"reference": "Patient/a"}, "effectiveDateTime": "2020-01-01T10:00:00+02:00", "valueQuantity": {"value": value, "code": unit}})
    };
    let stay = |id: &str, class: &str, status: &str, period: Value| {
        json!({"resourceType": "Encounter", "id": id, "status": status,
        "class": {"code": class}, "subject": {"reference": "Patient/a"}, "period": period,
        "serviceProvider": {"reference": "Organization?identifier=sys|H1"},
        "participant": [{"individual": {"reference": "Practitioner?identifier=npi%7C7"}}]})
    };
    let allergy = |id: &str, code: &str, more: Value| {
        let mut resource = json!({"resourceType": "AllergyIntolerance", "id": id, "patient": {"reference": "Patient/a"},
            "code": {"text": format!("substance {id}"), "coding": [{"system": "http://snomed.info/sct", "code": code}]}});
        resource
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        resource
    };
    // Findings stand before their patient, and in a file that is read before the patient's.
    fs::write(folder.path().join("1.json"), bundle(&[
        vital("t", "8310-5", json!(98.6), "[degF]"),
        vital("p", "8867-4", json!(7.2e1), "/min"),
        vital("x", "8867-4", json!(72), "Hz"),
        vital("y", "8310-5", json!(98.6), "Cel"),
        vital("z", "8867-4", json!(80), "/min"),
        json!({"resourceType": "Observation", "id": "n", "status": "final", "category": "vital-signs"}),
        json!({"resourceType": "Condition", "id": "c1", "subject": subject, "onsetDateTime": "1985",
               "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "j45.9", "display": "Asthma"}]}}),
        json!({"resourceType": "Condition", "id": "c2", "subject": subject, "onsetDateTime": "2001-02-03", "abatementDateTime": "2000-01-01", "code": {"text": "Backwards"}}),
        json!({"resourceType": "Condition", "id": "c3", "subject": {"reference": "Patient/nobody"}, "code": {"text": "Nobody's"}}),
        json!({"resourceType": "MedicationRequest", "id": "m1", "status": "on-hold", "subject": subject,
               "contained": [{"resourceType": "Medication", "id": "med", "code": {"text": "Aspirin 75 MG"}}],
               "medicationReference": {"reference": "#med"}, "dosageInstruction": [{"text": "One in the morning"}]}),
        json!({"resourceType": "MedicationRequest", "id": "m2", "status": "active", "subject": subject, "medicationReference": {"reference": "Medication/9"}}),
        allergy("none", "716186003", json!({})),
        allergy("nuts", "1", json!({"criticality": "high", "category": ["food"], "reaction": [{"severity": "mild", "manifestation": [{"text": "Rash"}]}]})),
        allergy("old", "2", json!({"clinicalStatus": {"coding": [{"code": "resolved"}]}})),
    ])).unwrap();
    fs::write(folder.path().join("2.json"), bundle(&[
        stay("s1", "IMP", "in-progress", json!({"start": "2024-01-01T08:00:00Z"})),
        stay("s2", "IMP", "in-progress", json!({"start": "2024-02-01T08:00:00Z"})),
        stay("s3", "AMB", "in-progress", json!({"start": "2024-01-01T08:00:00Z"})),
        stay("s4", "AMB", "finished", json!({"start": "2024-01-02", "end": "2024-01-01"})),
        stay("s5", "EMER", "finished", json!({"start": "2023-07-01", "end": "2023-07-02"})),
        stay("s6", "AMB", "cancelled", json!({"start": "2024-01-01", "end": "2024-01-01"})),
        json!({"resourceType": "Patient", "id": "a", "name": [{"use": "maiden", "family": "Before"}, {"family": "Ünal"}], "birthDate": "1980", "deceasedBoolean": false}),
        json!({"resourceType": "Patient", "id": "dead", "name": [{"family": "Gone"}], "birthDate": "1980", "deceasedBoolean": true}),
        json!({"resourceType": "Patient", "id": "unborn", "name": [{"family": "Dateless"}]}),
        json!({"resourceType": "Organization", "id": "h1", "name": "Same Name", "address": [{"city": "Hull"}], "identifier": [{"system": "sys", "value": "H1"}]}),
        json!({"resourceType": "Organization", "id": "h2", "name": "Same Name", "address": [{"city": "Bath"}]}),
        json!({"resourceType": "Organization", "id": "ins", "name": "Payer", "type": [{"coding": [{"code": "pay"}]}]}),
        json!({"resourceType": "Practitioner", "id": "d1", "name": [{"family": "House", "given": ["Greg"], "prefix": ["Dr."]}], "identifier": [
            {"system": "npi", "value": "7"}, {"system": "licences", "value": "L7", "type": {"coding": [{"code": "MD"}]}}]}),
    ])).unwrap();
    let report = import(&app, &[folder.path()]);
    assert_eq!(report.code, 0, "{}", report.report);
    for line in [
        "skipped 1 Observation: its unit is not one of pulse: \"Hz\"",
        "skipped 1 Observation: its value is one no body shows",
        "skipped 1 Observation: has fields of another form than FHIR R4's",
        "skipped 1 Observation: another value of its kind and time was taken, or the set was changed here since",
        "skipped 1 Condition: ends before it begins",
        "skipped 1 Condition: its patient is in no bundle that was taken",
        "skipped 1 MedicationRequest: names its medicine by a reference alone",
        "skipped 1 AllergyIntolerance: says that no allergy is known: ask the patient",
        "skipped 1 Encounter: has no end, and the patient is in hospital by another stay",
        "skipped 1 Encounter: has no end and is not an inpatient stay",
        "skipped 1 Encounter: ends before it begins",
        "skipped 1 Encounter: is planned, cancelled or of unknown state",
        "skipped 1 Patient: is dead, but not told since when",
        "skipped 1 Patient: has no birth date",
        "skipped 1 Organization: is not a provider of care",
    ] {
        report.says(line);
    }
    for (sql, count) in [
        ("select count(*) from patients where family_name = 'Ünal' and date_of_birth = '1980-01-01' and date_of_birth_is_estimated and gender = 'prefer_not_to_say' and allergy_state = 'known'", 1),
        ("select count(*) from observation_sets where temperature_c = 37.0 and pulse_per_min = 72 and taken_at = '2020-01-01T08:00:00Z'", 1),
        ("select count(*) from observation_sets", 1),
        ("select count(*) from conditions where icd10_code = 'J45.9' and description = 'Asthma (since 1985)' and started_on is null", 1),
        ("select count(*) from conditions", 1),
        ("select count(*) from medication_statements where medication_name = 'Aspirin 75 MG' and dosage = 'One in the morning' and status = 'on_hold'", 1),
        ("select count(*) from allergies where substance = 'substance nuts' and severity = 'life_threatening' and reaction = 'Rash' and status = 'active'", 1),
        ("select count(*) from allergies where substance = 'substance old' and status = 'refuted' and status_reason is not null", 1),
        ("select count(*) from allergies", 2),
        // A date without a time is midnight where the hospital is: London's summer.
        ("select count(*) from admissions where treatment_type = 'emergency' and admitted_at = '2023-06-30T23:00:00Z'", 1),
        ("select count(*) from admissions a join hospitals h on h.id = a.hospital_id join doctors d on d.id = a.responsible_doctor_id
          where a.discharged_at is null and h.name = 'Same Name' and d.full_name = 'Dr Greg House' and d.license_number = 'L7'", 1),
        ("select count(*) from admissions", 2),
        ("select count(*) from hospitals where name in ('Same Name', 'Same Name (Bath)')", 2),
        ("select count(*) from hospitals", 2),
    ] {
        assert_eq!(app.count(sql).await, count, "{sql}\n{}", report.report);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_that_is_not_there_is_said_before_anything_is_done() {
    let output = Command::new(env!("CARGO_BIN_EXE_cloudcare-server"))
        .args(["import", "fhir", "/nowhere/at/all"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/at/all"));
}
