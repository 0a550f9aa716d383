//! Archives made for the trials: honest by themselves, and dishonest wherever a trial says so.

/// One file of an archive. What is `None` is what it really is.
#[derive(Clone, Default)]
pub(in crate::zip_listing) struct Member {
    pub(in crate::zip_listing) name: String,
    pub(in crate::zip_listing) bytes: Vec<u8>,
    pub(in crate::zip_listing) flags: u16,
    pub(in crate::zip_listing) method: u16,
    /// Mode bits of Unix.
    pub(in crate::zip_listing) mode: u32,
    pub(in crate::zip_listing) sizes_follow: bool,
    pub(in crate::zip_listing) unpacked: Option<u64>,
    pub(in crate::zip_listing) packed: Option<u32>,
    pub(in crate::zip_listing) offset: Option<u32>,
    pub(in crate::zip_listing) local_name: Option<&'static str>,
    pub(in crate::zip_listing) local_method: Option<u16>,
    pub(in crate::zip_listing) local_flags: Option<u16>,
    pub(in crate::zip_listing) local_unpacked: Option<u32>,
}

impl Member {
    pub(in crate::zip_listing) fn file(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), bytes: bytes.to_vec(), flags: 1 << 11, mode: 0o100_644, ..Self::default() }
    }

    pub(in crate::zip_listing) fn folder(name: &str) -> Self {
        Self { mode: 0o040_755, ..Self::file(name, b"") }
    }

    fn size(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap()
    }

    fn local(&self) -> Vec<u8> {
        let name = self.local_name.unwrap_or(&self.name);
        let flags = self.local_flags.unwrap_or(self.flags) | if self.sizes_follow { 1 << 3 } else { 0 };
        let (packed, unpacked) = if self.sizes_follow { (0, 0) } else { (self.size(), self.size()) };
        let mut header = b"PK\x03\x04\x14\0".to_vec();
        header.extend(flags.to_le_bytes());
        header.extend(self.local_method.unwrap_or(self.method).to_le_bytes());
        header.extend([0; 8]);
        header.extend(packed.to_le_bytes());
        header.extend(self.local_unpacked.unwrap_or(unpacked).to_le_bytes());
        header.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        header.extend([0; 2]);
        header.extend(name.as_bytes());
        header.extend(&self.bytes);
        header
    }

    fn record(&self, at: u32) -> Vec<u8> {
        let flags = self.flags | if self.sizes_follow { 1 << 3 } else { 0 };
        let unpacked = self.unpacked.unwrap_or(self.size().into());
        let wide = match u32::try_from(unpacked) {
            Ok(_) => Vec::new(),
            Err(_) => [[1, 0, 8, 0].as_slice(), &unpacked.to_le_bytes()].concat(),
        };
        let mut record = b"PK\x01\x02\x14\x03\x14\0".to_vec();
        record.extend(flags.to_le_bytes());
        record.extend(self.method.to_le_bytes());
        record.extend([0; 8]);
        record.extend(self.packed.unwrap_or(self.size()).to_le_bytes());
        record.extend(u32::try_from(unpacked).unwrap_or(u32::MAX).to_le_bytes());
        record.extend(u16::try_from(self.name.len()).unwrap().to_le_bytes());
        record.extend(u16::try_from(wide.len()).unwrap().to_le_bytes());
        record.extend([0; 6]);
        record.extend((self.mode << 16).to_le_bytes());
        record.extend(self.offset.unwrap_or(at).to_le_bytes());
        record.extend(self.name.as_bytes());
        record.extend(wide);
        record
    }
}

/// An archive. What is `None` is what it really is.
#[derive(Clone, Default)]
pub(in crate::zip_listing) struct Archive {
    pub(in crate::zip_listing) members: Vec<Member>,
    pub(in crate::zip_listing) count: Option<u16>,
    pub(in crate::zip_listing) volume: u16,
    /// With an end record of sixty-four bits.
    pub(in crate::zip_listing) wide: bool,
    pub(in crate::zip_listing) wide_count: Option<u64>,
    pub(in crate::zip_listing) wide_size: Option<u64>,
    pub(in crate::zip_listing) wide_start: Option<u64>,
    pub(in crate::zip_listing) wide_place: Option<u64>,
}

impl Archive {
    pub(in crate::zip_listing) fn of(members: impl IntoIterator<Item = Member>) -> Self {
        Self { members: members.into_iter().collect(), ..Self::default() }
    }

    pub(in crate::zip_listing) fn bytes(&self) -> Vec<u8> {
        self.repeated(1)
    }

    /// The archive with each of its records `times` over.
    pub(in crate::zip_listing) fn repeated(&self, times: usize) -> Vec<u8> {
        let (mut bytes, mut directory) = (Vec::new(), Vec::new());
        for member in &self.members {
            let at = u32::try_from(bytes.len()).unwrap();
            directory.extend(member.record(at).repeat(times));
            bytes.extend(member.local());
        }
        if self.members.is_empty() {
            return [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        }
        let (start, size, count) = (bytes.len() as u64, directory.len() as u64, (self.members.len() * times) as u64);
        bytes.extend(directory);
        if self.wide {
            let place = bytes.len() as u64;
            bytes.extend(b"PK\x06\x06");
            bytes.extend(44_u64.to_le_bytes());
            bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            let counted = self.wide_count.unwrap_or(count);
            for number in [counted, counted, self.wide_size.unwrap_or(size), self.wide_start.unwrap_or(start)] {
                bytes.extend(number.to_le_bytes());
            }
            bytes.extend(b"PK\x06\x07\0\0\0\0");
            bytes.extend(self.wide_place.unwrap_or(place).to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
        }
        let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let count = self.count.unwrap_or(u16::try_from(count).unwrap_or(u16::MAX));
        bytes.extend(b"PK\x05\x06");
        bytes.extend(self.volume.to_le_bytes());
        bytes.extend([0; 2]);
        bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        bytes.extend([short(size), short(start)].concat());
        bytes.extend([0; 2]);
        bytes
    }
}
