//! Options with fixed choices: each is a table of names and values.

use std::{borrow::Cow, fmt};

use poise::{CommandParameterChoice, SlashArgError, SlashArgument, serenity_prelude as serenity};

/// The choices of an option.
pub(crate) trait Choices: 'static {
    /// What is chosen.
    type Value: Copy + Send + Sync + 'static;
    /// The values, with the names that are shown.
    const ALL: &'static [(&'static str, Self::Value)];
}

/// The choices of values that have one name each.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident: $value:ty = [$(($shown:literal, $chosen:expr)),* $(,)?]) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name;

        impl $crate::choice::Choices for $name {
            type Value = $value;
            const ALL: &'static [(&'static str, $value)] = &[$(($shown, $chosen)),*];
        }
    };
}
pub(crate) use choices;

/// What was chosen of `C`.
pub(crate) struct Choice<C: Choices>(pub(crate) C::Value);

impl<C: Choices> fmt::Debug for Choice<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choice")
    }
}

#[serenity::async_trait]
impl<C: Choices> SlashArgument for Choice<C> {
    async fn extract(
        _: &serenity::Context,
        _: &serenity::CommandInteraction,
        value: &serenity::ResolvedValue<'_>,
    ) -> Result<Self, SlashArgError> {
        let mismatch = |description| SlashArgError::new_command_structure_mismatch(description);
        let serenity::ResolvedValue::Integer(place) = value else { return Err(mismatch("a choice is a number")) };
        let chosen = usize::try_from(*place).ok().and_then(|place| C::ALL.get(place));
        chosen.map(|(_, value)| Self(*value)).ok_or_else(|| mismatch("there are fewer choices"))
    }

    fn create(option: serenity::CreateCommandOption) -> serenity::CreateCommandOption {
        option.kind(serenity::CommandOptionType::Integer)
    }

    fn choices() -> Cow<'static, [CommandParameterChoice]> {
        let choice = |name: &'static str| CommandParameterChoice {
            name: Cow::Borrowed(name),
            localizations: Cow::default(),
            __non_exhaustive: (),
        };
        C::ALL.iter().map(|(name, _)| choice(name)).collect()
    }
}
