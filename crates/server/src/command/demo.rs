//! `cloudcare-server demo`: progress for a person, one last line for a script.

use std::time::Instant;

use anyhow::Result;
use cloudcare_domain::access::Job;
use cloudcare_server::{Installation, OpenOptions};
use cloudcare_services::{
    Caller,
    demo::{DemoHospital, GenerateDemo, Generated},
};

use super::{Demo, in_words, opened_in_words, options, say, tell};

pub(super) async fn run(demo: Demo) -> Result<()> {
    let options = OpenOptions {
        demo: true,
        demo_password: demo.demo_password,
        demo_hospital: DemoHospital::Generated,
        ..options(demo.place, true)?
    };
    let order = GenerateDemo {
        seed: demo.seed,
        patients: demo.patients,
        at: demo.at,
        add: demo.add,
    };
    let started = Instant::now();
    let installation = Installation::open(options, tell)
        .await
        .map_err(opened_in_words)?;
    let progress = |patients: u64| {
        let seconds = started.elapsed().as_secs_f64();
        tell(&format!(
            "{patients} of {} patients, {seconds:.1} s",
            order.patients
        ));
    };
    let made = installation
        .services()
        .generate_demo(&Caller::system(Job::Demo), order.clone(), progress)
        .await
        .map_err(in_words);
    let made = match made {
        Ok(made) => Ok((made, installation.services().about().await)),
        Err(error) => Err(error),
    };
    installation.close().await?;
    let (made, about) = made?;
    if let Some(access) = about?.demo {
        say(&format!(
            "demo hospital: sign in as nurse@demo.local with {}",
            access.password
        ));
    }
    say(&summary(&made, demo.seed, started.elapsed().as_secs_f64()));
    Ok(())
}

fn summary(made: &Generated, seed: u64, seconds: f64) -> String {
    let Generated {
        hospitals,
        wards,
        beds,
        doctors,
        patients,
        admissions,
        observation_sets,
        rows,
        at,
    } = made;
    format!(
        "made {patients} patients, {hospitals} hospitals, {wards} wards, {beds} beds, {doctors} doctors, \
         {admissions} admissions, {observation_sets} observation sets: {rows} rows in {seconds:.1} s (seed {seed}, at {at})"
    )
}
