//! How the program is linked.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // The table of addresses that are filled in at the start takes 1.2 MiB of the program, and so of its memory; packed, 16 KiB.
    if libc().is_some_and(|version| version >= (2, 36)) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of the GNU C library for which the program is built; an older one than 2.36 would refuse to start a packed one.
fn libc() -> Option<(u32, u32)> {
    let variable = |name| std::env::var(name).ok();
    if variable("CARGO_CFG_TARGET_ENV")? != "gnu" || variable("TARGET")? != variable("HOST")? {
        return None;
    }
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let (major, minor) = str::from_utf8(&said).ok()?.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
