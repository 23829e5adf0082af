//! Requests with the same parameters, declared once.

/// Declares a request for each path: the type of the dates, then the parameters of this family, then name, number, path and answer of each
/// request. All have the dates, the limit and the offset.
macro_rules! requests {
    (
        #[derive $derives:tt]
        dates: $date:ty,
        $parameters:tt
        $($(#[$meta:meta])* $name:ident, $number:literal, $path:literal => $output:ty;)+
    ) => {$(
        requests! { @one #[derive $derives] $(#[$meta])* $name, $date, $parameters }

        impl crate::Operation for $name {
            const NUMBER: u8 = $number;
            const NAME: &'static str = stringify!($name);
            const METHOD: crate::Method = crate::Method::Get;
            const PATH: &'static str = $path;
            const SINCE: &'static str = "4.11.3.0";
            type Output = $output;
        }
    )+};
    (@one $(#[$meta:meta])* $name:ident, $date:ty, { $($parameters:tt)* }) => {
        $(#[$meta])*
        pub struct $name {
            /// Start of the span.
            pub date_from: $date,
            /// End of the span.
            pub date_to: $date,
            /// Maximum number of rows: LiveAgent returns 100 by default and 1000 at most.
            #[serde(rename = "limitcount")]
            pub limit: Option<u32>,
            /// Number of rows to skip.
            #[serde(rename = "limitfrom")]
            pub offset: Option<u32>,
            $($parameters)*
        }
    };
}

pub(super) use requests;
