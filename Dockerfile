# syntax=docker/dockerfile:1

ARG RUST_VERSION=1.95

FROM rust:${RUST_VERSION}-bookworm AS rust
WORKDIR /build

# The workspace without its code: the manifests, the lock file, and an empty file for each crate and target that they name.
FROM rust AS skeleton
COPY . .
RUN find . -type f ! -name Cargo.toml ! -name Cargo.lock ! -path '*/src/lib.rs' ! -path '*/src/main.rs' ! -name build.rs \
        ! -path '*/benches/*.rs' ! -path '*/examples/*.rs' ! -path '*/tests/*.rs' -delete \
    && find . -type d -empty -delete \
    && find . -name '*.rs' -exec truncate --size 0 {} + \
    && echo 'fn main() {}' | tee src/main.rs > build.rs

FROM rust AS build
# The dependencies are a layer of their own. It is built anew only when the skeleton differs: for a change of the manifests or
# the lock file, not of the code.
COPY --from=skeleton /build .
RUN cargo build --release --locked --package switchboard
COPY . .
# Our files may be older than what was built from the skeleton, and cargo would then take that for up to date.
RUN find . -path ./target -prune -o -name '*.rs' -exec touch {} + \
    && cargo build --release --locked --package switchboard \
    && mkdir /data

# The C library, certificates, time zones and a user `nonroot` (65532): no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /build/target/release/switchboard /usr/local/bin/switchboard
# The only place that is written to. DATABASE_URL's default is a file in the working folder, hence here.
COPY --from=build --chown=nonroot:nonroot /data /data
WORKDIR /data
VOLUME /data
USER 65532:65532
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/switchboard"]
CMD ["run"]
