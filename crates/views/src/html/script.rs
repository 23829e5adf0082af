//! Raised and lowered letters: `<sup>` and `<sub>`.

/// Where letters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Raised,
    Lowered,
}

const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻTᵀMᴹ";
const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";

/// `words` in Unicode's own raised or lowered letters, or, where it does not have them all, as people type it: `^(words)`.
pub(super) fn write(words: &str, script: Script) -> String {
    let (pairs, mark) = match script {
        Script::Raised => (RAISED, '^'),
        Script::Lowered => (LOWERED, '_'),
    };
    let other = |c: char| {
        let mut pairs = pairs.chars();
        while let (Some(plain), Some(other)) = (pairs.next(), pairs.next()) {
            if plain == c {
                return Some(other);
            }
        }
        None
    };
    let letters: Option<String> = words.chars().map(other).collect();
    letters.unwrap_or_else(|| format!("{mark}({words})"))
}

#[cfg(test)]
mod tests {
    use super::{Script, write};

    #[test]
    fn letters_that_unicode_has_are_used() {
        assert_eq!(write("2", Script::Raised), "²");
        assert_eq!(write("(1)", Script::Raised), "⁽¹⁾");
        assert_eq!(write("n Q", Script::Raised), "^(n Q)");
        assert_eq!(write("2", Script::Lowered), "₂");
        assert_eq!(write("CO", Script::Lowered), "_(CO)");
    }
}
