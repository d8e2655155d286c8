//! Finding patients: one box for everything, and the list of everybody.

use std::fmt::Write;

use cloudcare_testkit::{Client, TestApp};
use serde_json::{Value, json};

use crate::patient::registered;

async fn search(client: &Client, q: &str) -> Vec<(String, String)> {
    let mut encoded = String::new();
    for byte in q.bytes() {
        write!(encoded, "%{byte:02x}").unwrap();
    }
    let answer = client
        .get(&format!("/api/patients/search?q={encoded}"))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let hits = answer.body.as_array().unwrap();
    hits.iter()
        .map(|hit| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&hit["patient"]["family_name"]), text(&hit["matched"]))
        })
        .collect()
}

#[tokio::test]
async fn p2_one_box_finds_by_everything_people_know() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    registered(
        &nurse,
        &json!({"family_name": "Sørensen-Müller", "given_name": "Zoë Łucja"}),
    )
    .await;
    let code = registered(&nurse, &json!({"family_name": "الحسني", "given_name": "فاطمة", "date_of_birth": "1969-08-12", "contact": "0123", "insurance_number": "X1"})).await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    for (typed, family_name, matched) in [
        ("considine", "Considine", "name"),
        ("CONSID", "Considine", "name"),
        ("alden cons", "Considine", "name"),
        ("cons ald", "Considine", "name"),
        ("sorensen muller", "Sørensen-Müller", "name"),
        ("zoe lucja", "Sørensen-Müller", "name"),
        ("Müller", "Sørensen-Müller", "name_typo"),
        ("okeefe", "O'Keefe", "name"),
        ("Considne", "Considine", "name_typo"),
        ("Consdiine", "Considine", "name_typo"),
        ("Meriweather Evangeline", "Merriweather", "name_typo"),
        // One slip in a short name leaves trigrams too little: swapped, missing, wrong and superfluous.
        ("rmepel", "Rempel", "name_typo"),
        ("torne", "Thorne", "name_typo"),
        ("canroy", "Conroy", "name_typo"),
        ("rempell", "Rempel", "name_typo"),
        ("فاطمة", "الحسني", "name"),
        ("P00001", "Portillo", "code"),
        ("p1", "Portillo", "code"),
        (&code, "الحسني", "code"),
        (code.split('-').next().unwrap(), "الحسني", "code"),
        ("020 7946 0958", "Sørensen-Müller", "phone"),
        ("+44 207", "Sørensen-Müller", "phone"),
        ("60958", "Sørensen-Müller", "phone"),
        ("LV-123456", "Sørensen-Müller", "insurance_number"),
        ("1969-08-12", "الحسني", "birth_date"),
        ("12.08.1969", "الحسني", "birth_date"),
        ("12/08/1969", "الحسني", "birth_date"),
        ("12-Aug-1969", "الحسني", "birth_date"),
        ("12 aug 69", "الحسني", "birth_date"),
        ("19690812", "الحسني", "birth_date"),
        ("merriw 30.5.44", "Merriweather", "birth_date"),
    ] {
        let hits = search(&nurse, typed).await;
        assert_eq!(
            hits.first(),
            Some(&(family_name.to_owned(), matched.to_owned())),
            "{typed}: {hits:?}"
        );
    }
    for nobody in [
        "",
        "   ",
        "P00001-5",
        "merriw 31.5.44",
        "zzzzzzz",
        "'; drop table patients; --",
        "%%%%%",
        "_____",
    ] {
        assert_eq!(search(&nurse, nobody).await, [], "{nobody}");
    }
    let partly: Vec<String> = search(&nurse, "P0000")
        .await
        .into_iter()
        .map(|h| h.1)
        .collect();
    assert!(
        partly.len() >= 9 && partly.iter().all(|m| m == "code"),
        "{partly:?}"
    );
}

#[tokio::test]
async fn h20_staff_of_another_place_see_who_it_is_and_no_more() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let near = nurse.get("/api/patients/search?q=considine").await.body;
    assert_eq!(near[0]["patient"]["has_open_admission"], true);
    assert_eq!(near[0]["patient"]["place"], "Ward 1 Acute medicine, bed B4");
    let mut database = app.database().await;
    sqlx::query("update affiliations set during = tstzrange(lower(during), clock_timestamp()) where user_id = (select id from users where email = 'nurse@demo.local')")
        .execute(&mut database)
        .await
        .unwrap();
    let nurse = app.sign_in("nurse").await;
    let far = nurse.get("/api/patients/search?q=considine").await.body;
    assert_eq!(far[0]["patient"]["family_name"], "Considine");
    for hidden in ["place", "has_open_admission", "emergency_flag"] {
        assert!(far[0]["patient"].get(hidden).is_none(), "{hidden}");
    }
    let patient = app.sign_in("patient").await;
    assert_eq!(
        patient.get("/api/patients/search?q=considine").await.status,
        403
    );
    assert_eq!(app.count("select count(*) from audit_events where resource_type = 'patient_search' and cardinality(subjects) = 1 and outcome = 'success'").await, 2);
}

#[tokio::test]
async fn the_list_of_everybody_is_read_page_by_page() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    let everybody = app
        .count("select count(*) from patients where is_active and identity_state <> 'linked'")
        .await;
    let mut seen = Vec::new();
    let mut next = "/api/v1/patients?limit=10".to_owned();
    loop {
        let page = nurse.get(&next).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(page.headers["x-total-count"], everybody.to_string());
        seen.extend(
            page.body
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["code"].as_str().unwrap().to_owned()),
        );
        let Some(link) = page.headers.get("link") else {
            break;
        };
        next = link
            .to_str()
            .unwrap()
            .split(['<', '>'])
            .nth(1)
            .unwrap()
            .to_owned();
    }
    assert_eq!(i64::try_from(seen.len()).unwrap(), everybody);
    seen.sort();
    seen.dedup();
    assert_eq!(
        i64::try_from(seen.len()).unwrap(),
        everybody,
        "nobody twice"
    );
    let found = nurse.get("/api/patients?q=considine").await;
    assert_eq!(found.body.as_array().unwrap().len(), 1);
    for bad in ["after=x", "after=1~x", "limit=0", "skip=-1"] {
        assert_eq!(
            nurse.get(&format!("/api/patients?{bad}")).await.status,
            422,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn only_those_with_an_open_alert_where_that_is_asked() {
    let app = TestApp::demo().await;
    let nurse = app.sign_in("nurse").await;
    assert_eq!(
        nurse.get("/api/patients?emergency_only=true").await.body,
        json!([])
    );
    crate::raised_by_watch(&app).await;
    let list = nurse.get("/api/patients?emergency_only=true").await;
    assert_eq!(list.headers["x-total-count"], "1");
    assert_eq!(
        (
            &list.body[0]["family_name"],
            &list.body[0]["emergency_flag"]
        ),
        (&json!("Weimann"), &json!(true))
    );
    assert_eq!(
        app.sign_in("admin")
            .await
            .get("/api/patients?emergency_only=true")
            .await
            .status,
        403
    );
}
