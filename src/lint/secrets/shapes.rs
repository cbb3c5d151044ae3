//! What the tokens of vendors look like, as data: a mark by which they are known, and what stands behind and before it.

use std::ops::{Range, RangeInclusive};

use super::{Secret, at_most, entropy::n_kinds, fake::is_fake};

/// The token of a vendor.
#[derive(Debug)]
pub(super) struct Shape {
    /// What it is.
    pub kind: &'static str,
    /// The text by which it is known.
    pub mark: &'static str,
    /// What stands behind the mark, and how much of it.
    behind: (Alphabet, RangeInclusive<usize>),
    /// What stands before the mark, and how much of it.
    before: Option<(Alphabet, RangeInclusive<usize>)>,
}

/// The characters of a part of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Digits,
    /// `0-9a-f`.
    Hex,
    /// `0-9A-Z`.
    Upper,
    /// `0-9A-Za-z`.
    Base62,
    /// And `-_`.
    Url,
    /// And `.`.
    Dotted,
    /// And `/`.
    Path,
    /// And `+=`.
    Base64,
    /// And `~`; Azure's own.
    Tilde,
    /// What password hashes are made of.
    Crypt,
}

use Alphabet::{Base62, Base64, Crypt, Digits, Dotted, Hex, Path, Tilde, Upper, Url};

impl Alphabet {
    const fn has(self, byte: u8) -> bool {
        match self {
            Digits => byte.is_ascii_digit(),
            Hex => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            Upper => matches!(byte, b'0'..=b'9' | b'A'..=b'Z'),
            Base62 => byte.is_ascii_alphanumeric(),
            Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
            Path => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'),
            Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'='),
            Tilde => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~'),
            Crypt => byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/' | b'$' | b'=' | b',' | b'+' | b'-'),
        }
    }
}

const ANY: usize = usize::MAX;

/// How far a token is read before it is known to be one, in bytes.
const LONGEST_RUN: usize = 2048;
/// How far a token is searched for words of examples, in bytes.
const LONGEST_FAKE: usize = 128;

const fn shape(kind: &'static str, mark: &'static str, alphabet: Alphabet, length: RangeInclusive<usize>) -> Shape {
    Shape { kind, mark, behind: (alphabet, length), before: None }
}

const fn around(
    kind: &'static str,
    before: (Alphabet, RangeInclusive<usize>),
    mark: &'static str,
    behind: (Alphabet, RangeInclusive<usize>),
) -> Shape {
    Shape { kind, mark, behind, before: Some(before) }
}

/// The tokens that are known. Lengths are lower bounds where vendors say that they may grow.
#[rustfmt::skip]
pub(super) static SHAPES: &[Shape] = &[
    // https://docs.gitlab.com/security/tokens/#token-prefixes; with dots since tokens are routable:
    // https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/
    shape("GitLab personal access token", "glpat-", Dotted, 20..=ANY),
    shape("GitLab application secret", "gloas-", Dotted, 20..=ANY),
    shape("GitLab deploy token", "gldt-", Dotted, 20..=ANY),
    shape("GitLab runner token", "glrt-", Dotted, 20..=ANY),
    shape("GitLab runner token", "glrtr-", Dotted, 20..=ANY),
    shape("GitLab job token", "glcbt-", Dotted, 20..=ANY),
    shape("GitLab trigger token", "glptt-", Dotted, 20..=ANY),
    shape("GitLab feed token", "glft-", Dotted, 20..=ANY),
    shape("GitLab incoming mail token", "glimt-", Dotted, 20..=ANY),
    shape("GitLab agent token", "glagent-", Dotted, 20..=ANY),
    shape("GitLab SCIM token", "glsoat-", Dotted, 20..=ANY),
    shape("GitLab feature flags token", "glffct-", Dotted, 20..=ANY),
    shape("GitLab workspace token", "glwt-", Dotted, 20..=ANY),
    shape("GitLab runner registration token", "GR1348941", Url, 20..=ANY),
    // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    shape("GitHub token", "ghp_", Base62, 36..=255),
    shape("GitHub token", "gho_", Base62, 36..=255),
    shape("GitHub token", "ghu_", Base62, 36..=255),
    shape("GitHub token", "ghs_", Dotted, 36..=ANY),
    shape("GitHub token", "ghr_", Base62, 36..=255),
    shape("GitHub token", "github_pat_", Url, 82..=255),
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
    shape("AWS access key", "AKIA", Upper, 16..=16),
    shape("AWS access key", "ASIA", Upper, 16..=16),
    shape("AWS access key", "ABIA", Upper, 16..=16),
    // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
    shape("AWS Bedrock key", "ABSK", Base64, 100..=ANY),
    // https://learn.microsoft.com/purview/sit-defn-google-api-key, https://cloud.google.com/docs/authentication/token-types
    shape("Google API key", "AIza", Url, 35..=35),
    shape("Google client secret", "GOCSPX-", Url, 28..=28),
    shape("Google access token", "ya29.", Dotted, 40..=ANY),
    shape("Google refresh token", "1//0", Url, 40..=ANY),
    // https://learn.microsoft.com/purview/sit-defn-client-secret-api-key
    around("Azure client secret", (Tilde, 4..=4), "Q~", (Tilde, 31..=34)),
    // https://learn.microsoft.com/purview/sit-defn-azure-devops-personal-access-token, and keys with a checksum
    around("Azure DevOps token", (Base62, 72..=76), "AZDO", (Base62, 4..=4)),
    around("Azure key", (Base62, 52..=52), "JQQJ99", (Base62, 26..=26)),
    around("Azure storage key", (Base64, 76..=76), "+ASt", (Base64, 6..=8)),
    // https://docs.slack.dev/authentication/tokens
    shape("Slack token", "xoxb-", Url, 20..=ANY),
    shape("Slack token", "xoxp-", Url, 20..=ANY),
    shape("Slack token", "xoxa-", Url, 20..=ANY),
    shape("Slack token", "xoxr-", Url, 20..=ANY),
    shape("Slack token", "xoxs-", Url, 20..=ANY),
    shape("Slack token", "xoxc-", Url, 20..=ANY),
    shape("Slack token", "xoxe-", Url, 20..=ANY),
    shape("Slack token", "xoxe.xox", Dotted, 20..=ANY),
    shape("Slack token", "xapp-", Url, 20..=ANY),
    shape("Slack webhook", "hooks.slack.com/services/", Path, 30..=ANY),
    shape("Slack webhook", "hooks.slack.com/workflows/", Path, 30..=ANY),
    shape("Slack webhook", "hooks.slack.com/triggers/", Path, 30..=ANY),
    // https://discord.com/developers/docs/resources/webhook
    shape("Discord webhook", "discord.com/api/webhooks/", Path, 60..=ANY),
    shape("Discord webhook", "discordapp.com/api/webhooks/", Path, 60..=ANY),
    // https://docs.stripe.com/keys
    shape("Stripe key", "sk_live_", Base62, 16..=ANY),
    shape("Stripe key", "rk_live_", Base62, 16..=ANY),
    shape("Stripe webhook secret", "whsec_", Base64, 24..=ANY),
    // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys, https://www.twilio.com/docs/iam/api-keys
    shape("SendGrid key", "SG.", Dotted, 64..=70),
    shape("Twilio key", "SK0", Hex, 31..=31),
    shape("Twilio key", "SK1", Hex, 31..=31),
    shape("Twilio key", "SK2", Hex, 31..=31),
    shape("Twilio key", "SK3", Hex, 31..=31),
    shape("Twilio key", "SK4", Hex, 31..=31),
    shape("Twilio key", "SK5", Hex, 31..=31),
    shape("Twilio key", "SK6", Hex, 31..=31),
    shape("Twilio key", "SK7", Hex, 31..=31),
    shape("Twilio key", "SK8", Hex, 31..=31),
    shape("Twilio key", "SK9", Hex, 31..=31),
    shape("Twilio key", "SKa", Hex, 31..=31),
    shape("Twilio key", "SKb", Hex, 31..=31),
    shape("Twilio key", "SKc", Hex, 31..=31),
    shape("Twilio key", "SKd", Hex, 31..=31),
    shape("Twilio key", "SKe", Hex, 31..=31),
    shape("Twilio key", "SKf", Hex, 31..=31),
    // https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt, https://mailchimp.com/developer/marketing/guides/quick-start/
    shape("Mailgun key", "key-", Hex, 32..=32),
    around("Mailchimp key", (Hex, 32..=32), "-us", (Digits, 1..=2)),
    shape("Brevo key", "xkeysib-", Url, 64..=ANY),
    // https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/, https://pypi.org/help/#apitoken,
    // https://guides.rubygems.org/api-key-scopes/, https://docs.docker.com/security/access-tokens/
    shape("npm token", "npm_", Base62, 36..=ANY),
    shape("PyPI token", "pypi-", Url, 80..=ANY),
    shape("RubyGems key", "rubygems_", Hex, 48..=48),
    shape("Docker token", "dckr_pat_", Url, 27..=ANY),
    shape("Docker token", "dckr_oat_", Url, 27..=ANY),
    shape("Artifactory key", "AKCp", Base62, 60..=80),
    shape("Artifactory token", "cmVmd", Base62, 55..=75),
    // https://huggingface.co/docs/hub/security-tokens, https://platform.openai.com/docs/api-reference/authentication,
    // https://docs.claude.com/en/api/overview, https://openrouter.ai/docs/guides/features/guardrails/secret-formats
    shape("Hugging Face token", "hf_", Base62, 30..=ANY),
    shape("OpenAI key", "sk-proj-", Url, 40..=ANY),
    shape("OpenAI key", "sk-svcacct-", Url, 40..=ANY),
    shape("OpenAI key", "sk-admin-", Url, 40..=ANY),
    shape("OpenRouter key", "sk-or-v1-", Hex, 64..=64),
    shape("Anthropic key", "sk-ant-", Url, 40..=ANY),
    shape("API key", "sk-", Base62, 32..=64),
    shape("Groq key", "gsk_", Base62, 48..=60),
    shape("xAI key", "xai-", Base62, 70..=ANY),
    shape("Perplexity key", "pplx-", Base62, 40..=ANY),
    shape("Replicate token", "r8_", Base62, 37..=37),
    // https://docs.digitalocean.com/reference/api/create-personal-access-token/
    shape("DigitalOcean token", "dop_v1_", Hex, 64..=64),
    shape("DigitalOcean token", "doo_v1_", Hex, 64..=64),
    shape("DigitalOcean token", "dor_v1_", Hex, 64..=64),
    // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes, https://developer.hashicorp.com/terraform/cloud-docs
    shape("Vault token", "hvs.", Url, 24..=ANY),
    shape("Vault token", "hvb.", Url, 24..=ANY),
    shape("Vault token", "hvr.", Url, 24..=ANY),
    around("Terraform token", (Base62, 14..=14), ".atlasv1.", (Url, 40..=ANY)),
    // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/, https://docs.sentry.io/security-legal-pii/security/token-formats/
    shape("New Relic key", "NRAK-", Upper, 27..=27),
    shape("New Relic key", "NRII-", Url, 32..=32),
    around("New Relic key", (Hex, 36..=36), "NRAL", (Base62, 0..=0)),
    shape("Sentry token", "sntrys_", Base64, 60..=ANY),
    shape("Sentry token", "sntryu_", Hex, 64..=64),
    shape("PagerDuty key", "u+", Url, 18..=18),
    // https://grafana.com/docs/grafana/latest/administration/service-accounts/, https://docs.dynatrace.com/docs/manage/access-control/access-tokens
    shape("Grafana token", "glsa_", Url, 41..=ANY),
    shape("Grafana token", "glc_", Base64, 32..=ANY),
    shape("Dynatrace token", "dt0c01.", Dotted, 89..=89),
    // https://devcenter.heroku.com/changelog-items/2842, https://developers.cloudflare.com/fundamentals/api/get-started/token-formats
    shape("Heroku key", "HRKU-", Url, 36..=ANY),
    shape("Cloudflare key", "cfk_", Base62, 40..=ANY),
    shape("Cloudflare token", "cfut_", Base62, 40..=ANY),
    shape("Cloudflare token", "cfat_", Base62, 40..=ANY),
    shape("Cloudflare origin key", "v1.0-", Url, 171..=171),
    // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
    shape("Atlassian token", "ATATT3", Base64, 100..=ANY),
    shape("Bitbucket token", "ATCTT3", Base64, 100..=ANY),
    shape("Bitbucket app password", "ATBB", Base62, 32..=36),
    // https://linear.app/developers, https://developers.notion.com/docs/authorization
    shape("Linear key", "lin_api_", Base62, 32..=ANY),
    shape("Linear token", "lin_oauth_", Base62, 32..=ANY),
    shape("Notion token", "ntn_", Base62, 40..=ANY),
    shape("Notion token", "secret_", Base62, 43..=43),
    // https://shopify.dev/docs/apps/build/authentication-authorization, https://developer.squareup.com/docs/build-basics/access-tokens
    shape("Shopify token", "shpat_", Hex, 32..=ANY),
    shape("Shopify token", "shpca_", Hex, 32..=ANY),
    shape("Shopify token", "shppa_", Hex, 32..=ANY),
    shape("Shopify secret", "shpss_", Hex, 32..=ANY),
    shape("Square token", "sq0atp-", Url, 22..=22),
    shape("Square secret", "sq0csp-", Url, 43..=43),
    shape("Square token", "EAAA", Url, 56..=64),
    // https://core.telegram.org/bots/api#authorizing-your-bot
    around("Telegram bot token", (Digits, 8..=10), ":AA", (Url, 32..=34)),
    // https://circleci.com/changelog/new-format-for-api-access-tokens/, https://buildkite.com/docs/apis/managing-api-tokens
    shape("CircleCI token", "CCIPAT_", Url, 60..=ANY),
    shape("CircleCI token", "CCIPRJ_", Url, 60..=ANY),
    shape("Buildkite token", "bkua_", Hex, 40..=40),
    // https://docs.databricks.com/dev-tools/auth/pat.html, https://docs.doppler.com/docs/service-tokens
    shape("Databricks token", "dapi", Hex, 32..=32),
    shape("Doppler token", "dp.pt.", Base62, 40..=44),
    shape("Doppler token", "dp.st.", Dotted, 40..=ANY),
    // https://learning.postman.com/docs/developer/postman-api/authentication/, https://developers.figma.com/docs/rest-api/authentication/
    shape("Postman key", "PMAK-", Url, 59..=59),
    shape("Figma token", "figd_", Url, 40..=ANY),
    shape("Pulumi token", "pul-", Hex, 40..=40),
    shape("SonarQube token", "sqp_", Hex, 40..=40),
    shape("SonarQube token", "squ_", Hex, 40..=40),
    shape("SonarQube token", "sqa_", Hex, 40..=40),
    shape("Supabase token", "sbp_", Hex, 40..=40),
    shape("Tailscale key", "tskey-", Url, 24..=ANY),
    shape("PlanetScale token", "pscale_", Dotted, 32..=ANY),
    shape("Netlify token", "nfp_", Base62, 36..=40),
    shape("Vercel token", "vcp_", Base62, 24..=ANY),
    shape("Fly token", "fm2_", Base64, 100..=ANY),
    shape("Fly token", "fo1_", Url, 43..=43),
    shape("1Password token", "ops_eyJ", Base64, 200..=ANY),
    shape("Alibaba key", "LTAI", Base62, 12..=20),
    // https://github.com/FiloSottile/age, https://man.archlinux.org/man/crypt.5
    shape("age key", "AGE-SECRET-KEY-1", Upper, 58..=58),
    shape("password hash", "$2a$", Crypt, 56..=56),
    shape("password hash", "$2b$", Crypt, 56..=56),
    shape("password hash", "$2y$", Crypt, 56..=56),
    shape("password hash", "$1$", Crypt, 24..=31),
    shape("password hash", "$5$", Crypt, 45..=80),
    shape("password hash", "$6$", Crypt, 88..=125),
    shape("password hash", "$y$", Crypt, 60..=ANY),
    shape("password hash", "$apr1$", Crypt, 24..=31),
    shape("password hash", "$argon2", Crypt, 60..=ANY),
    // https://www.rfc-editor.org/rfc/rfc2307, as OpenLDAP keeps them
    shape("password hash", "{SSHA}", Base64, 28..=ANY),
    shape("password hash", "{SSHA512}", Base64, 60..=ANY),
];

impl Shape {
    /// Returns the token whose mark stands at a byte.
    pub(super) fn at(&self, text: &str, at: usize) -> Option<Secret> {
        let bytes = text.as_bytes();
        // Clues are sought in any case, a token has its own.
        let behind = bytes[at..].strip_prefix(self.mark.as_bytes())?;
        let (alphabet, lengths) = &self.behind;
        let start = at + self.mark.len();
        let run = behind.iter().take(LONGEST_RUN).take_while(|byte| alphabet.has(**byte)).count();
        let length = text[start..start + run].trim_end_matches(['.', ',']).len();
        let end = start + length;
        let begin = match &self.before {
            None => at,
            Some((alphabet, lengths)) => {
                let run = bytes[..at].iter().rev().take(LONGEST_RUN).take_while(|byte| alphabet.has(**byte)).count();
                // The `n` of a `\n` is of the alphabet, and not of the token.
                let run = run - usize::from(run > *lengths.end() && bytes[..at - run].ends_with(b"\\"));
                lengths.contains(&run).then_some(at - run)?
            }
        };
        let starts_in_word = match &self.before {
            // `bot123456789:AA…` stands in addresses.
            Some((Digits, _)) => false,
            _ => is_word_before(bytes, begin),
        };
        let hidden: Range<usize> = if self.before.is_some() { begin..end } else { start..end };
        let value = &text[hidden.clone()];
        let is_token = lengths.contains(&length)
            && (run == LONGEST_RUN || !continues(bytes.get(end)))
            && !starts_in_word
            && (*alphabet == Upper || n_kinds(value) > 1)
            && !is_fake(at_most(value, LONGEST_FAKE));
        let n_more =
            if run == LONGEST_RUN { bytes[end..].iter().take_while(|byte| alphabet.has(**byte)).count() } else { 0 };
        let (range, hidden) = (begin..end + n_more, hidden.start..hidden.end + n_more);
        is_token.then_some(Secret { kind: self.kind, range, hidden })
    }
}

fn continues(next: Option<&u8>) -> bool {
    next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Returns whether a word goes on at a byte. The `n` of a `\n` is no word, nor is what a URL encodes.
pub(super) fn is_word_before(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[..at];
    let is_escape = matches!(before, [.., b'\\', b'n' | b'r' | b't'])
        || matches!(before, [.., b'%', high, low] if high.is_ascii_digit() && low.is_ascii_hexdigit());
    continues(before.last()) && !is_escape
}
