//! Settings through the commands of the page: chosen, kept, announced, and fixed by the installation.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what it expects")]

use std::sync::Arc;

use estafette_contract::{
    Density, Done, ErrorCode, Event, FolderRole, FrameAction, LinkRef, Setting, SettingOrigin, SettingsView, Tag,
    ThemeChoice,
};
use estafette_integration::{Desk, World};
use serde_json::json;

async fn settings(desk: &Desk) -> SettingsView {
    desk.get("settings_read", json!({})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sophie_chose_is_announced_and_there_again_the_next_morning() {
    let Some(world) = World::quiet() else { return };
    let papers = world.papers_for("sophie", "secretariat");
    let desk = Desk::sit_down(papers.clone()).await;
    assert_eq!(settings(&desk).await.density, Setting { value: Density::Comfortable, origin: SettingOrigin::Default });

    let mut heard = desk.api.subscribe();
    let _done: Done = desk.get("setting_change", json!({ "setting": "density", "value": "compact" })).await;
    loop {
        let envelope = heard.next().await.expect("an announcement");
        if matches!(envelope.event, Event::Stale { tag: Tag::Settings, .. }) {
            break;
        }
    }
    let chosen = Setting { value: Density::Compact, origin: SettingOrigin::Person };
    assert_eq!(settings(&desk).await.density, chosen);

    let keys = desk.leave().await;
    let desk = Desk::sit_down_with_keys(papers, Arc::clone(&keys)).await;
    assert_eq!(settings(&desk).await.density, chosen);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_installation_fixed_says_so_and_cannot_be_changed() {
    let Some(world) = World::quiet() else { return };
    let account = world.account("secretariat");
    let mut provisioning = world.provisioning(&account);
    provisioning["settings"] = json!({ "theme": "dark" });
    let desk = Desk::sit_down(world.papers_with("fixed", &provisioning, &account.password)).await;
    let fixed = Setting { value: ThemeChoice::Dark, origin: SettingOrigin::Installation };
    assert_eq!(settings(&desk).await.theme, fixed);

    let refused = desk.ask::<Done>("setting_change", json!({ "setting": "theme", "value": "light" })).await;
    assert_eq!(refused.expect_err("fixed").code, ErrorCode::SettingFixed);
    assert_eq!(settings(&desk).await.theme, fixed);

    let impossible = desk.ask::<Done>("setting_change", json!({ "setting": "text_size", "value": 137 })).await;
    assert_eq!(impossible.expect_err("not on offer").code, ErrorCode::BadRequest);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_read_in_the_size_somebody_chose() {
    let letter = b"From: urgences@ch-val-fleuri.mssante.example\r\nSubject: Retour ce soir\r\n\
        Message-ID: <retour@ch-val-fleuri.example>\r\nDate: Tue, 24 Nov 2026 10:42:00 +0100\r\n\r\nBonjour.\r\n";
    let world = World::filled(|store| store.deliver("secretariat", "INBOX", letter, &[], std::time::SystemTime::now()));
    let Some(world) = world else { return };
    let desk = world.desk("sophie", "secretariat").await;
    let row = desk.wait_for_row(FolderRole::Inbox, "Retour ce soir").await;
    let before = desk.open(&row).await.url;
    assert!(desk.frame(&before).await.contains("font-size:100%;--reading:1.0625rem"));
    for (setting, value) in [("text_size", 150), ("reading_size", 20)] {
        let _done: Done = desk.get("setting_change", json!({ "setting": setting, "value": value })).await;
    }
    let after = desk.open(&row).await.url;
    assert_ne!(after, before, "another page is another address: the frame loads it");
    assert!(desk.frame(&after).await.contains("font-size:150%;--reading:1.25rem"));
    desk.leave().await;
}

/// Uses a link of a letter, and gives the number it was shown under.
async fn link_shown(desk: &Desk, url: &str) -> LinkRef {
    let mut heard = desk.api.subscribe();
    desk.api.frame_link(url);
    loop {
        if let Event::Frame { action: FrameAction::Link { link, .. } } = heard.next().await.expect("heard").event {
            return link;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_opened_outside_only_where_that_is_allowed_and_only_the_one_that_was_shown() {
    let Some(world) = World::quiet() else { return };
    let account = world.account("secretariat");
    let mut provisioning = world.provisioning(&account);
    let forbidding = Desk::sit_down(world.papers_with("forbidding", &provisioning, &account.password)).await;
    let link = link_shown(&forbidding, "https://rendez-vous.example/p").await;
    let refused = forbidding.ask::<Done>("link_open", json!({ "link": link })).await.expect_err("not allowed");
    assert_eq!((refused.code, forbidding.browser.opened()), (ErrorCode::BadRequest, Vec::new()));
    forbidding.leave().await;

    provisioning["settings"] = json!({ "open_links": true });
    let desk = Desk::sit_down(world.papers_with("allowing", &provisioning, &account.password)).await;
    let earlier = link_shown(&desk, "https://ailleurs.example/").await;
    let link = link_shown(&desk, "https://rendez-vous.example/p").await;
    let gone = desk.ask::<Done>("link_open", json!({ "link": earlier })).await.expect_err("another was shown since");
    assert_eq!(gone.code, ErrorCode::Gone);
    let _done: Done = desk.get("link_open", json!({ "link": link })).await;
    assert_eq!(desk.browser.opened(), ["https://rendez-vous.example/p"]);
    desk.leave().await;
}
