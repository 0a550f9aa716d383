//! Which of its addresses this machine reaches the world from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Somewhere in the world that is nobody (RFC 5737 §3, RFC 3849), and any port.
const NOWHERE: [(IpAddr, SocketAddr); 2] = [
    (IpAddr::V4(Ipv4Addr::UNSPECIFIED), SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 9)),
    (IpAddr::V6(Ipv6Addr::UNSPECIFIED), SocketAddr::new(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)), 9)),
];

/// The address that what is sent from now on comes from; none without network. No packet leaves: connecting a datagram socket
/// only asks the system which way it would go.
#[must_use]
pub fn way_out() -> Option<IpAddr> {
    NOWHERE.into_iter().find_map(|(any, nowhere)| {
        let socket = UdpSocket::bind((any, 0)).ok()?;
        socket.connect(nowhere).ok()?;
        Some(socket.local_addr().ok()?.ip()).filter(|own| !own.is_unspecified())
    })
}

#[cfg(test)]
mod tests {
    use super::way_out;

    #[test]
    fn the_way_out_is_the_same_as_long_as_the_network_is() {
        assert_eq!(way_out(), way_out());
        assert!(way_out().is_none_or(|own| !own.is_unspecified()));
    }
}
