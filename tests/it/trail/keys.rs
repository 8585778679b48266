//! Keys and signatures of every kind gpg can make: what is accepted, warned of and refused.

use ircase::trail::object::Sha256Id;
use ircase::trail::policy::{Policy, Right};

use super::Trail;
use crate::world::{ANA, Key, Outcome, run};

#[test]
fn keys_on_curves() {
    judge_kind("nistp256", "", 0, &[]);
    judge_kind("nistp384", "", 0, &[]);
    judge_kind("ed25519", "digest-algo SHA512", 0, &[]);
    judge_kind("ed25519", "sig-notation a@b=c", 0, &[]);
    judge_kind("secp256k1", "", 8, &["key-unusable"]);
}

#[test]
fn rsa_keys_need_their_size() {
    judge_kind("rsa3072", "", 0, &[]);
    judge_kind("rsa2048", "", 0, &["weak-rsa"]);
}

#[test]
fn weak_signatures_are_refused() {
    judge_kind("rsa2048", "digest-algo SHA1", 7, &["weak-signature"]);
    judge_kind("rsa2048", "digest-algo RIPEMD160", 7, &["weak-signature"]);
    judge_kind("dsa2048", "", 7, &["weak-signature"]);
}

#[test]
fn text_signatures_are_refused() {
    judge_kind("rsa2048", "textmode", 7, &["signature-for-other-purpose"]);
}

/// Signs a record with a fresh gpg key of this kind, with one line of `gpg.conf`.
fn judge_kind(kind: &str, option: &str, code: i32, codes: &[&str]) {
    let Some(mut trail) = with_dora(kind, |_| {}) else {
        // This gpg cannot make such a key; another one can.
        return;
    };
    let config = trail.world.root().join("g/dora/gpg.conf");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}\nallow-weak-digest-algos\n{option}\n")).unwrap();
    trail.record("dora");
    let outcome = trail.verify();
    assert_eq!(outcome.code, code, "{kind} {option}: {}{}", outcome.stdout, outcome.stderr);
    let json = trail.json();
    assert_eq!(json["commits"][3]["codes"], serde_json::json!(codes), "{kind} {option}");
}

/// Returns a trail whose policy lists `dora` with a fresh key; `change` bends the key file.
fn with_dora(kind: &str, change: impl Fn(&Trail)) -> Option<Trail> {
    let mut trail = Trail::new();
    trail.world.person("dora", Key::None);
    trail.keys.insert("dora".to_owned(), Key::OpenPgp);
    let make = format!(
        "gpg --batch --quiet --passphrase '' --faked-system-time 20200101T000000! \
         --quick-generate-key dora {kind} sign never"
    );
    if trail.dora(&make).code != 0 {
        return None;
    }
    let listed = trail.dora("gpg --with-colons --list-secret-keys").exits(0).stdout;
    let fingerprint = listed.lines().find_map(|line| line.strip_prefix("fpr:::::::::"))?;
    let fingerprint = fingerprint.trim_end_matches(':');
    trail.dora(&format!("git config --global user.signingkey {fingerprint}")).exits(0);
    let ana = trail.person(ANA, &[Right::Record, Right::Admin]);
    let dora = trail.person("dora", &[Right::Record]);
    trail.world.sh(&format!("cp {} ../dora.asc", dora.keys[0].file)).exits(0);
    change(&trail);
    trail.world.sh(&format!("cp ../dora.asc {}", dora.keys[0].file)).exits(0);
    let before = trail.world.read("trust/policy.yaml");
    let prev = Some(Sha256Id::of_bytes(before.as_bytes()).to_string());
    let policy = Policy { version: 2, prev, people: vec![ana, dora] };
    trail.world.write("trust/policy.yaml", policy.text());
    trail.record(ANA);
    trail.world.write("agreement.md", "---\nkind: agreement\n---\n");
    Some(trail)
}

impl Trail {
    fn dora(&self, line: &str) -> Outcome {
        run(self.world.command("dora", "sh").args(["-c", line]))
    }
}

const ADD_SUBKEY: &str = "gpg --batch --passphrase '' --faked-system-time 20200102T000000! \
    --quick-add-key $(git config user.signingkey) ed25519 sign never";

#[test]
fn a_subkey_signs_for_its_owner() {
    let mut trail = with_dora("ed25519", |trail| {
        trail.dora(ADD_SUBKEY).exits(0);
        trail.dora("gpg --armor --export > ../dora.asc").exits(0);
    })
    .unwrap();
    trail.record("dora");
    trail.expect(0, &[]);
    let signature = &trail.json()["commits"][3]["signature"];
    assert_ne!(signature["fingerprint"], signature["key"]);
    assert_eq!(signature["key"], trail.dora("git config user.signingkey").stdout.trim());
    trail.git("verify-commit HEAD 2>&1 || true");
}

#[test]
fn a_subkey_without_its_back_signature_signs_nothing() {
    use pgp::composed::{ArmorOptions, Deserializable, SignedPublicKey};
    use pgp::packet::SubpacketData;

    let mut trail = with_dora("ed25519", |trail| {
        trail.dora(ADD_SUBKEY).exits(0);
        let armored = trail.dora("gpg --armor --export").exits(0).stdout;
        let (mut key, _) = SignedPublicKey::from_armor_single(armored.as_bytes()).unwrap();
        let binding = &mut key.public_subkeys[0].signatures[0];
        let areas = binding.config().unwrap();
        let is_back =
            |it: &pgp::packet::Subpacket| matches!(it.data, SubpacketData::EmbeddedSignature(_));
        let place = areas.unhashed_subpackets().position(is_back).unwrap();
        binding.unhashed_subpacket_remove(place).unwrap();
        let bent = key.to_armored_string(ArmorOptions::default()).unwrap();
        std::fs::write(trail.world.root().join("dora.asc"), bent).unwrap();
    })
    .unwrap();
    trail.record("dora");
    trail.expect(7, &["key-not-usable"]);
}

#[test]
fn a_key_its_owner_revoked_signs_nothing() {
    let mut trail = with_dora("ed25519", |trail| {
        let line = "cp -r $GNUPGHOME ../r && rm -f ../r/S.* && export GNUPGHOME=$PWD/../r && \
            sed 's/^:---/---/' ../r/openpgp-revocs.d/*.rev > ../rev.asc && \
            gpg --batch --quiet --import ../rev.asc && gpg --armor --export > ../dora.asc; \
            gpgconf --kill all";
        trail.dora(line).exits(0);
    })
    .unwrap();
    trail.record("dora");
    trail.expect(7, &["key-not-usable"]);
}

#[test]
fn a_key_that_was_expired_when_it_signed_is_told() {
    let mut trail = with_dora("ed25519", |trail| {
        let set = |day: u8, end: &str| {
            let line = format!(
                "gpg --batch --passphrase '' --faked-system-time 2020010{day}T000000! \
                 --quick-set-expire $(git config user.signingkey) {end}"
            );
            trail.dora(&line).exits(0);
        };
        set(3, "20210101T000000");
        trail.dora("gpg --armor --export > ../dora.asc").exits(0);
        set(4, "never");
    })
    .unwrap();
    trail.record("dora");
    trail.expect(0, &["key-expired-when-signing"]);
}

#[test]
fn git_signs_with_ssh_as_we_accept() {
    let trail = Trail::new();
    trail.world.write("agreement.md", "---\nkind: agreement\n---\n");
    trail.git("add -A");
    run(trail.world.command("bruno", "git").args(["commit", "-q", "-S", "-m", "by hand"])).exits(0);
    let json = trail.json();
    assert_eq!(json["commits"][2]["verdict"], "warning", "{json:#}");
    assert_eq!(json["commits"][2]["signer"], "bruno");
}
