//! Where a link of a letter leads: the host as the network sees it, as people read it, and what may be meant to deceive.

use ammonia::url::{Host, Url};
use estafette_model::{Alphabets, alphabets};

/// The site a link leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkHost {
    /// As the network sees it: `xn--mssant-gva.example`, `203.0.113.7`. Empty for `mailto:`.
    pub network: String,
    /// As people read it: `mssanté.example`.
    pub shown: String,
    /// What may be meant to deceive, the worst first.
    pub doubts: Vec<LinkDoubt>,
}

/// What may be meant to deceive about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkDoubt {
    /// Letters of several alphabets in one word of the host.
    MixedAlphabets,
    /// A host in another alphabet than ours.
    ForeignAlphabet,
    /// A host with accents: `mssanté`, which is not `mssante`.
    Accents,
    /// A number in the place of a name.
    Number,
    /// Words before an `@` that look like a host and are none: `https://has-sante.example@evil.example/`.
    Credentials,
    /// `http:`: what is read and written there can be read on the way.
    InTheClear,
}

/// The site `url` leads to; nothing unless it is `http:`, `https:` or `mailto:`.
#[must_use]
pub fn link_host(url: &str) -> Option<LinkHost> {
    let url = Url::parse(url).ok()?;
    match url.scheme() {
        "https" | "http" => Some(site(&url, url.host()?)),
        "mailto" => Some(LinkHost::default()),
        _ => None,
    }
}

fn site(url: &Url, host: Host<&str>) -> LinkHost {
    let network = host.to_string();
    let (shown, doubt) = match host {
        Host::Domain(domain) => {
            let (shown, _) = idna::domain_to_unicode(domain);
            let doubt = doubt_of_letters(&shown);
            (shown, doubt)
        }
        Host::Ipv4(_) | Host::Ipv6(_) => (network.clone(), Some(LinkDoubt::Number)),
    };
    let credentials = !url.username().is_empty() || url.password().is_some();
    let doubts = [
        doubt,
        credentials.then_some(LinkDoubt::Credentials),
        (url.scheme() == "http").then_some(LinkDoubt::InTheClear),
    ];
    LinkHost { network, shown, doubts: doubts.into_iter().flatten().collect() }
}

fn doubt_of_letters(host: &str) -> Option<LinkDoubt> {
    match alphabets(host) {
        Alphabets::Mixed => Some(LinkDoubt::MixedAlphabets),
        Alphabets::Foreign => Some(LinkDoubt::ForeignAlphabet),
        Alphabets::Latin => (!host.is_ascii()).then_some(LinkDoubt::Accents),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says what it expects")]
mod tests {
    use super::LinkDoubt::{Accents, Credentials, ForeignAlphabet, InTheClear, MixedAlphabets, Number};
    use super::{LinkDoubt, link_host};

    fn check(url: &str, network: &str, shown: &str, doubts: &[LinkDoubt]) {
        let host = link_host(url).expect(url);
        assert_eq!(
            (host.network.as_str(), host.shown.as_str(), host.doubts.as_slice()),
            (network, shown, doubts),
            "{url}"
        );
    }

    #[test]
    fn an_ordinary_host_is_shown_as_it_is() {
        check("https://rendez-vous.example/p?jeton=1", "rendez-vous.example", "rendez-vous.example", &[]);
        check("HTTPS://Rendez-Vous.EXAMPLE/", "rendez-vous.example", "rendez-vous.example", &[]);
        check("mailto:accueil@mas.example?subject=x", "", "", &[]);
    }

    #[test]
    fn a_host_that_looks_like_another_says_so() {
        check("https://mssanté.example/", "xn--mssant-gva.example", "mssanté.example", &[Accents]);
        check("https://xn--mssant-gva.example/", "xn--mssant-gva.example", "mssanté.example", &[Accents]);
        check("https://m\u{0455}sante.example/", "xn--msante-ivf.example", "m\u{0455}sante.example", &[MixedAlphabets]);
        check("https://пример.example/", "xn--e1afmkfd.example", "пример.example", &[ForeignAlphabet]);
    }

    #[test]
    fn what_stands_before_the_host_is_not_the_host() {
        check("https://has-sante.example@evil.example/x", "evil.example", "evil.example", &[Credentials]);
        check("https://:secret@evil.example/", "evil.example", "evil.example", &[Credentials]);
        check("https://has-sante.example\\@evil.example/x", "has-sante.example", "has-sante.example", &[]);
    }

    #[test]
    fn a_number_is_no_name_however_it_is_written() {
        for written in ["203.0.113.7", "3405803783", "0xcb.0x00.0x71.0x07", "0313.0.0161.7"] {
            check(&format!("http://{written}/"), "203.0.113.7", "203.0.113.7", &[Number, InTheClear]);
        }
        check("https://[2001:db8::1]/", "[2001:db8::1]", "[2001:db8::1]", &[Number]);
    }

    #[test]
    fn what_leads_to_no_site_is_nothing() {
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "https://",
            "//evil.example/",
            "",
            "tel:112",
        ] {
            assert_eq!(link_host(url), None, "{url}");
        }
    }
}
