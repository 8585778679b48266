//! The armor around a signature, in the one form that is accepted.
//!
//! One block, no armor headers, base64 with full lines and zero padding bits, nothing before or
//! after. A looser reader would let anyone change a record's id without its signer's key.
//! What the bytes inside say is not looked at here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const OPENPGP_BEGIN: &str = "-----BEGIN PGP SIGNATURE-----";
const OPENPGP_END: &str = "-----END PGP SIGNATURE-----";
const SSH_BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const SSH_END: &str = "-----END SSH SIGNATURE-----";
/// Characters on a full line, as gpg writes them (RFC 4880 section 6.3 allows up to 76).
const OPENPGP_WIDTH: usize = 64;
/// Characters on a full line, as `ssh-keygen -Y sign` writes them (OpenSSH PROTOCOL.sshsig).
const SSH_WIDTH: usize = 70;

/// The two kinds of signature a record can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    OpenPgp,
    Ssh,
}

impl Format {
    /// Returns the name that stands in JSON: `openpgp` or `ssh`.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenPgp => "openpgp",
            Self::Ssh => "ssh",
        }
    }
}

/// Why an armor is not canonical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArmorFault {
    #[error("the signature does not begin with a known `BEGIN` line")]
    Begin,
    #[error("the signature's armor has headers or no blank line after its `BEGIN` line")]
    Headers,
    #[error("the signature's base64 is not written the one way it can be")]
    Base64,
    #[error("the signature's armor has a wrong checksum")]
    Checksum,
    #[error("the signature's armor does not end with its `END` line and nothing after it")]
    End,
    #[error("more than one signature in the armor")]
    Two,
}

impl ArmorFault {
    /// Returns the verdict's code for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Two => "two-signatures",
            _ => "noncanonical-armor",
        }
    }
}

/// Takes the armor off: returns the format and the bytes inside.
pub fn decode(armor: &str) -> Result<(Format, Vec<u8>), ArmorFault> {
    if armor.matches("-----BEGIN").count() > 1 {
        return Err(ArmorFault::Two);
    }
    if let Some(rest) = armor.strip_prefix(OPENPGP_BEGIN) {
        let body = rest.strip_prefix("\n\n").ok_or(ArmorFault::Headers)?;
        let lines = lines_before(body, OPENPGP_END)?;
        return Ok((Format::OpenPgp, decode_openpgp(lines)?));
    }
    if let Some(rest) = armor.strip_prefix(SSH_BEGIN) {
        let body = rest.strip_prefix('\n').ok_or(ArmorFault::Headers)?;
        let lines = lines_before(body, SSH_END)?;
        return Ok((Format::Ssh, decode_lines(lines, SSH_WIDTH)?));
    }
    Err(ArmorFault::Begin)
}

/// Puts OpenPGP armor on, with the checksum that gpg before 2.5 expects to see.
pub fn encode_openpgp(bytes: &[u8]) -> String {
    let checksum = STANDARD.encode(crc24(bytes));
    let body = wrap(&STANDARD.encode(bytes), OPENPGP_WIDTH);
    format!("{OPENPGP_BEGIN}\n\n{body}={checksum}\n{OPENPGP_END}\n")
}

/// Puts SSH armor on, as `ssh-keygen -Y sign` does.
pub fn encode_ssh(bytes: &[u8]) -> String {
    let body = wrap(&STANDARD.encode(bytes), SSH_WIDTH);
    format!("{SSH_BEGIN}\n{body}{SSH_END}\n")
}

fn wrap(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / width + 1);
    for (index, symbol) in text.chars().enumerate() {
        if index > 0 && index % width == 0 {
            out.push('\n');
        }
        out.push(symbol);
    }
    out.push('\n');
    out
}

fn lines_before<'a>(body: &'a str, end: &str) -> Result<&'a str, ArmorFault> {
    body.strip_suffix('\n').and_then(|body| body.strip_suffix(end)).ok_or(ArmorFault::End)
}

fn decode_openpgp(lines: &str) -> Result<Vec<u8>, ArmorFault> {
    // The checksum line is the only one that begins with `=`; RFC 9580 writers leave it out.
    let Some((data, checksum)) = lines.split_once("\n=") else {
        return decode_lines(lines, OPENPGP_WIDTH);
    };
    let mut data = data.to_owned();
    data.push('\n');
    let bytes = decode_lines(&data, OPENPGP_WIDTH)?;
    let expected = STANDARD.encode(crc24(&bytes));
    if checksum.strip_suffix('\n') != Some(expected.as_str()) {
        return Err(ArmorFault::Checksum);
    }
    Ok(bytes)
}

fn decode_lines(lines: &str, width: usize) -> Result<Vec<u8>, ArmorFault> {
    let lines = lines.strip_suffix('\n').ok_or(ArmorFault::Base64)?;
    let mut joined = String::with_capacity(lines.len());
    let mut short = false;
    for line in lines.split('\n') {
        if short || line.is_empty() || line.len() > width {
            return Err(ArmorFault::Base64);
        }
        short = line.len() < width;
        joined.push_str(line);
    }
    // The engine refuses missing padding, foreign symbols and padding bits that are not zero.
    STANDARD.decode(joined).map_err(|_| ArmorFault::Base64)
}

/// The checksum of RFC 4880 section 6.1.
fn crc24(bytes: &[u8]) -> [u8; 3] {
    let mut crc: u32 = 0x00b7_04ce;
    for byte in bytes {
        crc ^= u32::from(*byte) << 16;
        for _ in 0..8 {
            crc <<= 1;
            if crc & 0x0100_0000 != 0 {
                crc ^= 0x0186_4cfb;
            }
        }
    }
    let [_, high, middle, low] = crc.to_be_bytes();
    [high, middle, low]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_one_form_is_read() {
        let good = encode_openpgp(&[42; 119]);
        assert_eq!(decode(&good), Ok((Format::OpenPgp, vec![42; 119])));
        let begin = "-----BEGIN PGP SIGNATURE-----\n";
        let cases = [
            ("comment", good.replace(begin, &format!("{begin}Comment: hi\n")), ArmorFault::Headers),
            ("no blank line", good.replace("-----\n\n", "-----\n"), ArmorFault::Headers),
            ("checksum", good.replace("\n=", "\n=A"), ArmorFault::Checksum),
            ("long line", good.replacen("Kioq\nKioq", "KioqKioq\n", 1), ArmorFault::Base64),
            ("after", format!("{good}\n"), ArmorFault::End),
            ("before", format!("\n{good}"), ArmorFault::Begin),
            ("two", format!("{good}{good}"), ArmorFault::Two),
            ("message", good.replace("SIGNATURE", "MESSAGE"), ArmorFault::Begin),
        ];
        for (what, armor, fault) in cases {
            assert_eq!(decode(&armor), Err(fault), "{what}");
        }
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(bytes in proptest::collection::vec(any::<u8>(), 1..400)) {
            prop_assert_eq!(decode(&encode_openpgp(&bytes)), Ok((Format::OpenPgp, bytes.clone())));
            prop_assert_eq!(decode(&encode_ssh(&bytes)), Ok((Format::Ssh, bytes)));
        }
    }
}
