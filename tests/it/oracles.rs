//! Programs of others, which `script/setup --tests` installs into `target/oracles`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Runs a script of `tests/oracles/node` beside the packages of npm: JSON in, JSON out.
pub(crate) fn node<T: DeserializeOwned>(script: &str, package: &str, input: &impl Serialize) -> T {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/oracles/node");
    let missing = format!("`{package}` of npm is missing; install it with `script/setup --tests`");
    assert!(folder.join("node_modules").join(package).is_dir(), "{missing}");
    let mut node = Command::new("node")
        .arg(root.join("tests/oracles/node").join(script))
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect(&missing);
    let input = serde_json::to_vec(input).unwrap();
    node.stdin.take().unwrap().write_all(&input).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "{script} failed");
    serde_json::from_slice(&output.stdout).unwrap()
}
