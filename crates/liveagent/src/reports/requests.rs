//! Requests with the same parameters, declared once.

/// Declares a request for each path. The parameters come first, then the requests: name, number, path and answer.
macro_rules! requests {
    (
        #[derive $derives:tt]
        pub struct $parameters:tt
        $($(#[$meta:meta])* $name:ident, $number:literal, $path:literal => $output:ty;)+
    ) => {$(
        $(#[$meta])*
        #[derive $derives]
        pub struct $name $parameters

        impl crate::Operation for $name {
            const NUMBER: u8 = $number;
            const NAME: &'static str = stringify!($name);
            const METHOD: crate::Method = crate::Method::Get;
            const PATH: &'static str = $path;
            const SINCE: &'static str = "4.11.3.0";
            type Output = $output;
        }
    )+};
}

pub(super) use requests;
