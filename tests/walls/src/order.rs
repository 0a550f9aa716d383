//! What is to be tried: the whole table, a dozen drawn by a seed, or vectors by name.

use anyhow::{Context as _, bail};

use crate::vectors::{Vector, table};
use crate::walls::Trial;

/// How the command line is written.
const USAGE: &str = "usage: walls-trial [--proxy] [--names] [--sample N --seed N] [--only ID,ID]";

/// One command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    /// No wall but the proxy that leads nowhere.
    pub(crate) proxy: bool,
    /// The name server of this place is ours: say which names are looked for.
    pub(crate) names: bool,
    sample: Option<usize>,
    seed: u64,
    only: Vec<String>,
}

impl Order {
    pub(crate) fn read(arguments: &[String]) -> anyhow::Result<Self> {
        let mut order = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n{USAGE}"));
            match argument.as_str() {
                "--proxy" => order.proxy = true,
                "--names" => order.names = true,
                "--sample" => order.sample = Some(value()?.parse().context(USAGE)?),
                "--seed" => order.seed = value()?.parse().context(USAGE)?,
                "--only" => order.only = value()?.split(',').map(str::to_owned).collect(),
                _ => bail!("unknown argument {argument}\n{USAGE}"),
            }
        }
        Ok(order)
    }

    /// The vectors to be shown. Those that only a name server would see are left out where it is not ours.
    pub(crate) fn vectors(&self) -> anyhow::Result<Vec<Vector>> {
        let mut vectors = table();
        vectors.retain(|vector| self.names || !vector.name);
        if !self.only.is_empty() {
            vectors.retain(|vector| self.only.iter().any(|id| id == vector.id));
        }
        if let Some(sample) = self.sample {
            vectors.retain(|vector| vector.silent.is_none());
            draw(&mut vectors, sample, self.seed);
        }
        if vectors.is_empty() {
            bail!("no vector is called so");
        }
        Ok(vectors)
    }

    pub(crate) fn trials(&self) -> &'static [Trial] {
        if self.proxy { &[Trial::Control] } else { &Trial::ALL }
    }
}

/// Keeps `sample` of them, the same for the same seed.
fn draw(vectors: &mut Vec<Vector>, sample: usize, seed: u64) {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    while vectors.len() > sample {
        // Knuth's multiplier (MMIX): nothing here needs better numbers.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(state >> 33).unwrap_or_default() % vectors.len();
        vectors.swap_remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    fn drawn(arguments: &[&str]) -> Vec<&'static str> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let order = Order::read(&arguments).expect("an order");
        order.vectors().expect("vectors").iter().map(|vector| vector.id).collect()
    }

    #[test]
    fn a_dozen_is_the_same_for_the_same_seed_and_another_for_another() {
        let first = drawn(&["--sample", "12", "--seed", "1"]);
        assert_eq!(first.len(), 12);
        assert_eq!(drawn(&["--sample", "12", "--seed", "1"]), first);
        assert_ne!(drawn(&["--sample", "12", "--seed", "2"]), first);
    }

    #[test]
    fn vectors_are_taken_by_name_and_a_name_that_is_none_is_said() {
        assert_eq!(drawn(&["--only", "img-src,refresh"]), ["img-src", "refresh"]);
        let order = Order::read(&[String::from("--only"), String::from("x")]).expect("an order");
        assert!(order.vectors().is_err());
        assert!(Order::read(&[String::from("--sans-mur")]).is_err());
    }
}
