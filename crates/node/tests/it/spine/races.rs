// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Many at the same moment, of whom only so many can have what they ask for.

use futures_util::future::join_all;

use crate::support::{PASSPHRASE, Page, Person, on_both_engines};

/// How many answers have each status, fewest first.
fn counted(answers: &[Page]) -> Vec<(u16, usize)> {
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    let mut counted: Vec<_> = statuses.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    counted.sort_by_key(|(_, count)| *count);
    counted
}

on_both_engines! {
    /// Sixty-four people, with account and without, take the last place of three: one has it, the others wait in a row. A
    /// click that was sent many times is one reply.
    async fn the_last_place_is_taken_once(app: TestApp) {
        let ana = app.founder().await;
        let path = ana.publish(&[("capacity", "3")]).await;
        let reply = format!("{path}/reply");
        for number in 0..2 {
            assert_eq!(app.person().post(&reply, &[("name", &format!("Temprano {number}"))]).await.status, 303);
        }
        let mut members: Vec<Person> = Vec::new();
        for name in ["Beto", "Dora", "Eva", "Chela"] {
            members.push(app.join(&ana, name).await);
        }
        let guests: Vec<(Person, String)> = (0..60).map(|number| (app.person(), format!("Visita {number}"))).collect();
        let strangers = guests.iter().map(async |(guest, name)| guest.post(&reply, &[("name", name.as_str())]).await);
        let with_account = members.iter().map(async |member| member.post(&reply, &[("note", "")]).await);
        let (strangers, with_account) = futures_util::join!(join_all(strangers), join_all(with_account));
        let answers: Vec<Page> = strangers.into_iter().chain(with_account).collect();
        assert_eq!(counted(&answers), [(303, 64)]);
        let list = ana.get_json(&format!("{path}/list.json")).await;
        let states = ["going", "waiting"].map(|state| list[state].as_array().unwrap().len());
        assert_eq!(states, [3, 63], "{list}");
        // Whose answer says that they have a place, has it.
        let told = join_all(members.iter().map(|member| member.get(&path))).await;
        let have = told.iter().filter(|page| page.text().contains("Vas: tienes lugar")).count();
        let listed = list["going"].as_array().unwrap().iter().filter(|guest| guest["member"] == true).count();
        assert_eq!(have, listed, "{list}");
        let again = join_all((0..16).map(|_| members[0].post(&reply, &[("note", "")]))).await;
        assert_eq!(counted(&again), [(409, 16)]);
        let form = app.person().get(&reply).await;
        let hasty = app.person();
        let clicks = join_all((0..16).map(|_| hasty.send(&form, &[("name", "Con prisa"), ("note", "")]))).await;
        assert_eq!(counted(&clicks), [(303, 16)]);
        let list = ana.get_json(&format!("{path}/list.json")).await;
        let hasty = list["waiting"].as_array().unwrap().iter().filter(|guest| guest["name"] == "Con prisa").count();
        assert_eq!(hasty, 1);
    }

    /// An invitation for three lets three of thirty-two in.
    async fn an_invitation_lets_in_as_many_as_it_says(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/invitations").await;
        let made = ana.send(&form, &[("purpose", ""), ("uses", "3"), ("days", "3")]).await.follow(&ana).await;
        let link = made.json_path(&ana, "link").await;
        let people: Vec<Person> = (0..32).map(|_| app.person()).collect();
        let forms = join_all(people.iter().map(|person| person.get(&link))).await;
        let join = people.iter().zip(&forms).enumerate().map(|(number, (person, form))| async move {
            let name = format!("Nueva {number}");
            person.send(form, &[("name", &name), ("passphrase", PASSPHRASE), ("accepts", "on")]).await
        });
        let answers = join_all(join).await;
        assert_eq!(counted(&answers)[0], (200, 3), "{:?}", counted(&answers));
        assert!(answers.iter().all(|answer| [200, 409, 410].contains(&answer.status)), "{:?}", counted(&answers));
        let members = ana.get("/@etla/members").await.text();
        assert_eq!(members.matches("Nueva ").count(), 3, "{members}");
        // Whoever came in has a session, and nobody else.
        let inside = join_all(people.iter().map(|person| person.get("/@etla/members"))).await;
        for (answer, inside) in answers.iter().zip(inside) {
            assert_eq!(answer.status == 200, inside.status == 200, "{} {}", answer.status, inside.status);
        }
    }

    /// A printed code opens once, however many have seen the paper.
    async fn a_printed_code_opens_once(app: TestApp) {
        let ana = app.founder().await;
        let codes = ana.post("/@etla/me/codes", &[("passphrase", PASSPHRASE)]).await;
        let printed = codes.body.split("<li><code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let people: Vec<Person> = (0..16).map(|_| app.person()).collect();
        let forms = join_all(people.iter().map(|person| person.get("/@etla/recover"))).await;
        let recover = people.iter().zip(&forms).map(async |(person, form)| {
            let fields = [("name", "Ana"), ("recovery_code", &*printed), ("passphrase", "petate comal jícara nube")];
            person.send(form, &fields).await
        });
        let answers = join_all(recover).await;
        assert_eq!(counted(&answers)[0], (303, 1), "{:?}", counted(&answers));
        assert!(answers.iter().all(|answer| [303, 409, 422, 429].contains(&answer.status)), "{:?}", counted(&answers));
        let inside = join_all(people.iter().map(|person| person.get("/@etla/members"))).await;
        assert_eq!(inside.iter().filter(|page| page.status == 200).count(), 1);
        let back = people.iter().zip(&inside).find(|(_, page)| page.status == 200).unwrap().0;
        assert_eq!(back.get_json("/@etla/me").await["kept"]["recovery_codes_left"], 7);
    }

    /// A link for founding founds one community.
    async fn a_founding_link_founds_once(app: TestApp) {
        let link = app.node.founding_link().await.unwrap();
        let people: Vec<Person> = (0..8).map(|_| app.person()).collect();
        let forms = join_all(people.iter().map(|person| person.get(&link))).await;
        let found = people.iter().zip(&forms).enumerate().map(|(number, (person, form))| async move {
            let handle = format!("etla{number}");
            let fields = [
                ("name", "CoLSoLi Etla"), ("handle", &*handle), ("municipality", "San Pablo Etla"), ("founder", "Ana"),
                ("care_contact", "Los sábados"), ("passphrase", PASSPHRASE),
            ];
            person.send(form, &fields).await
        });
        let answers = join_all(found).await;
        assert_eq!(counted(&answers)[0], (200, 1), "{:?}", counted(&answers));
        let communities = app.person().get_json("/communities").await;
        assert_eq!(communities["communities"].as_array().unwrap().len(), 1);
    }
}
