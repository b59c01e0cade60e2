// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/reasons.hpp"

namespace fb::policy {
namespace {

constexpr Reason kRows[] = {
    {"credential.missing", "The request has no credential.",
     "Let the caller send one; WWW-Authenticate says which are offered."},
    {"credential.scheme", "The credential is of a scheme that is not offered.",
     "Turn the scheme on in [authentication], or let the caller use another."},
    {"credential.repeated", "The request has two Authorization headers.",
     "Find who adds the second one: mostly a reverse proxy."},
    {"basic.password", "The account or its password is wrong.",
     "Correct the password at the caller, or the password_hash of the account."},
    {"basic.attempts", "Too many wrong passwords from this address.",
     "Wait for authentication.failure_window; find out who guesses."},
    {"basic.no_accounts", "No account has a password.", "Add password_hash to an account."},
    {"basic.malformed", "The Basic credential cannot be read.", "Send base64 of name:password."},
    {"basic.too_slow", "The password was not verified in time.",
     "Raise authentication.hashing_threads; the machine is too busy."},
    {"api_token.form", "The API token has not the form of one.",
     "Make one with freebusyctl api-token new."},
    {"api_token.checksum", "The API token was mistyped or cut.", "Copy it again, whole."},
    {"api_token.account", "The API token belongs to no account.",
     "Add its SHA-256 to api_tokens of the account, or renew it."},
    {"api_token.attempts", "Too many wrong API tokens from this address.",
     "Wait for authentication.failure_window; find out who guesses."},
    {"certificate.account", "The client certificate belongs to no account.",
     "Add its SHA-256 to certificates of the account."},
    {"certificate.chain", "The client certificate does not lead to a trusted authority.",
     "Set authentication.client_ca_file, or pin the certificate in an account."},
    {"certificate.validity", "The client certificate is not valid at this time.",
     "Renew it; look at the clocks."},
    {"negotiate.empty", "The ticket is empty.",
     "Let the client get a Kerberos ticket for HTTP/<our host>."},
    {"negotiate.malformed", "The Negotiate token cannot be read.",
     "Look for a proxy that changes headers."},
    {"negotiate.too_long", "The Negotiate token is too long.",
     "The account is in too many groups, or it is no ticket."},
    {"negotiate.mechanism", "The client offered no Kerberos.",
     "Join it to the realm; NTLM is not offered."},
    {"negotiate.ntlm", "The client speaks NTLM, which is not offered.",
     "Give the host a service principal name, so that the client takes Kerberos."},
    {"negotiate.ticket", "The ticket cannot be opened with the keytab.",
     "Make the keytab again: the key of the service account has changed."},
    {"negotiate.keytab", "The keytab cannot be read.",
     "Check authentication.keytab_file or the source's keytab_file."},
    {"negotiate.expired", "The ticket has expired.",
     "Look at the clocks; let the client renew its ticket."},
    {"negotiate.clock", "The clocks differ by too much.",
     "Synchronise them: Kerberos allows five minutes."},
    {"negotiate.more_steps", "The exchange needs more than one step.",
     "Use Kerberos with one round trip."},
    {"negotiate.service", "The ticket is for another service.",
     "Register HTTP/<our host> as service principal name."},
    {"negotiate.principal", "The Kerberos principal belongs to no account.",
     "Add it to kerberos_principals of the account."},
    {"negotiate.replayed", "The ticket was used before.",
     "A capture was replayed, or a client reuses authenticators."},
    {"negotiate.uses_full", "Too many tickets are remembered.", "Wait; somebody sends very many."},
    {"negotiate.attempts", "Too many wrong tickets from this address.",
     "Wait for authentication.failure_window; find out who tries."},
    {"bearer.empty", "The Bearer token is empty.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.too_long", "The token is longer than any real one.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.malformed", "The token is no JWT.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.algorithm", "The token is not signed with RS256 or PS256.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.critical", "The token has critical header parameters.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.type", "The token's type is neither JWT nor at+jwt.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.key", "The signing key cannot be read.",
     "Look at the issuer's published keys, or at keys_file."},
    {"bearer.key_kind", "The signing key is no RSA key.",
     "Look at the issuer's published keys, or at keys_file."},
    {"bearer.key_size", "The signing key has too few or too many bits.",
     "Look at the issuer's published keys, or at keys_file."},
    {"bearer.key_id", "The token does not name its signing key.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.key_algorithm", "The signing key is for another algorithm.",
     "Look at the issuer's published keys."},
    {"bearer.key_issuer", "The signing key belongs to another issuer.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.key_cloud", "The signing key belongs to another cloud.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.unknown_key", "No key of the issuer has the token's key id.",
     "If the issuer has rolled over just now, wait five minutes; else the token is not from that "
     "issuer. Stale pinned keys: renew keys_file."},
    {"bearer.keys_unavailable", "The issuer's keys cannot be fetched.",
     "Let the gateway reach the sign-in service of that cloud, or pin keys_file."},
    {"bearer.signature", "The signature is wrong.",
     "The token was changed on its way, or made by somebody else."},
    {"bearer.issuer", "The issuer is none of a known cloud for the token's tenant.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.version", "The token's version is not that of its issuer.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.tenant", "The token names no tenant, or two.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.tenant_unknown", "The token's tenant is neither a home tenant nor a partner.",
     "Add the partner with organization_token, if it shall be able to ask."},
    {"bearer.partner_not_pinned", "Nothing is pinned for tokens of that partner.",
     "Add [partner.organization_token]."},
    {"bearer.home_tenant", "The token is of a home tenant, where a partner's is needed.",
     "A home tenant's script uses a plain Bearer token."},
    {"bearer.audience", "The audience is not ours.",
     "Let the caller ask for a token for the audience in [tenant.bearer] or "
     "[partner.organization_token]."},
    {"bearer.application", "The application may not call for the tenant.",
     "Add it to [[tenant.bearer.application]]."},
    {"bearer.client", "The application is not the pinned one.",
     "Correct client_ids of the partner, or the application that asks."},
    {"bearer.public_client", "The application has not proved itself to the authority.",
     "Let it use a certificate or a secret."},
    {"bearer.kind", "The token says neither that it is an application's nor that it is a person's.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.identity_type", "The token's idtyp is not that of an application.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.subject", "The subject does not fit the kind of token.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.role", "The token lacks the role that is pinned.",
     "Grant the application role in the asking tenant and consent to it."},
    {"bearer.scopes", "The token speaks for a person, where an organisation's is needed.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.user", "The user claim holds no address.",
     "Set user_claim of [tenant.bearer] to a claim that does."},
    {"bearer.user_claims", "The organisation's token names a person.",
     "Compare what the log shows as claims with the tenant's or partner's entry."},
    {"bearer.user_domain", "The user's domain is no accepted domain of the tenant.",
     "Add the domain, or look who signed in."},
    {"bearer.guest", "The user is a guest of the tenant.",
     "Guests ask through their own organisation."},
    {"bearer.expired", "The token has ended.", "Let the caller renew it; look at the clocks."},
    {"bearer.expiry_missing", "The token does not say when it ends.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.not_yet_valid", "The token is not valid yet.",
     "Look at the clocks: five minutes are allowed."},
    {"bearer.issued_in_future", "The token was issued in the future.", "Look at the clocks."},
    {"bearer.lifetime", "The token lives longer than any that the clouds issue.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"bearer.nonce", "The token is a protected one, which is not carried so.",
     "Protected tokens come inside PFAT only."},
    {"pft.type", "The type is not PFAT.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"pft.malformed", "The parameters cannot be told apart.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"pft.missing_parameter", "One of the three parameters is missing.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"pft.duplicate_parameter", "A parameter is given twice.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"pft.unknown_parameter", "There is a parameter that PFAT does not have.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"pft.not_bearer", "A token inside is not a Bearer token.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"pft.empty_token", "A token inside is empty.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"pft.actor", "The actor token is not accepted.",
     "The claims name the check of the actor token that failed."},
    {"pft.access", "The access token is not accepted.",
     "The claims name the check of the access token that failed."},
    {"pft.actor_tenant", "Actor and access token come from two tenants.",
     "Both are issued by the asking tenant's authority."},
    {"pft.forwarder", "The forwarding application is not trusted.",
     "Add it to trusted_forwarders of the partner."},
    {"pft.audience_forwarder", "Another application may forward tokens for that audience.",
     "Correct forwarded_audiences of the partner."},
    {"s2s.organization_unknown", "No Exchange organisation is named for the realm of the issuer.",
     "Add [tenant.exchange_organization] or [partner.exchange_organization]: naming it is the "
     "switch that lets unsigned outer tokens in."},
    {"s2s.organization_ambiguous", "Two Exchange organisations have that realm.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.cloud", "The cloud of the organisation is not known.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.actor", "The actor token names no acting application.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.actor_application", "The acting application may not call.", "Add it to actor_app_ids."},
    {"s2s.actor_realm", "The acting application is of another realm than the issuer.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.actor_malformed", "The actor token cannot be read.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.actor_missing", "The outer token has no actor token.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.actor_nested", "The actor token carries another one.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.app_only_partner", "A partner's organisation is not proved by S2S without a person.",
     "Use PFT or a pinned app-only token for AAS."},
    {"s2s.audience_client", "The audience names another application.",
     "Correct client_id of the organisation, or the challenge that the Exchange saw."},
    {"s2s.audience_form", "The audience is not <client id>/<host>@<realm>.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.audience_host", "The host in the audience is none of ours.",
     "Add it to audience_hosts: it is the host in the URL that Exchange was given."},
    {"s2s.audience_realm", "The realm in the audience is not that of the issuer.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.delegation", "The actor may not speak for others (trustedfordelegation).",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.issuer", "The issuer is not trusted for that organisation.",
     "Add it to token_issuers of the organisation."},
    {"s2s.issuer_form", "The issuer is not <application id>@<realm>.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.name_issuer", "nii of the outer token is not known.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_algorithm", "The outer token is signed.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_signature", "The outer token has a signature where it says that it has none.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_audience", "The outer token has another audience than its actor.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_issuer", "The outer token's issuer is not the acting application.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_type", "The outer token's type is not JWT.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_critical", "The outer token has critical header parameters.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_expired", "The outer token has ended.", "Look at the clocks."},
    {"s2s.outer_not_yet_valid", "The outer token is not valid yet.", "Look at the clocks."},
    {"s2s.outer_lifetime", "The outer token is good for too long, or for no time.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.outer_times_missing", "The outer token does not say from when until when.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.times_missing", "The actor token does not say from when until when.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.user", "smtp or upn of the outer token is no address.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.user_ambiguous", "What the token says of the person fits several.",
     "Take the duplicate SMTP, SIP or UPN from the other mailbox (2000005 in Exchange)."},
    {"s2s.user_domain", "The person's domain is no accepted domain of the tenant.",
     "Add the domain to the tenant, or look at the person's address."},
    {"s2s.user_missing", "The outer token names no person.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.user_tenant", "A partner's token names a person of a home tenant.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.user_unknown", "The person has no mailbox in the directory.",
     "Import the directory, or add the mailbox."},
    {"s2s.user_tokens", "Tokens of that organisation may not name persons.",
     "Set user_tokens = true, if they shall."},
    {"s2s.no_challenge", "The Exchange server did not answer with a Bearer challenge.",
     "Turn OAuthAuthentication on at its EWS virtual directory."},
    {"s2s.realm", "The server's challenge is for another realm.",
     "Compare [exchange_organization] with Get-AuthConfig, Get-AuthServer and "
     "Get-PartnerApplication of that Exchange."},
    {"s2s.url", "The URL of the source is no https URL.", "Correct url of the source."},
    {"s2s.authority", "There is no application or no sign-in service to get the actor token from.",
     "Add [tenant.application], or key in exchange_application."},
    {"saml.off", "WS-Security is turned off.", "Set authentication.ws_security = true."},
    {"saml.envelope", "The SOAP envelope cannot be read.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.security_header", "The security header has not the documented form.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.two_readings", "Two XML readers see two different documents.",
     "Nobody honest sends that; find out who did."},
    {"saml.no_key", "No home tenant has a federation key.",
     "Add [tenant.federation_trust] with key."},
    {"saml.not_encrypted", "The token is not encrypted.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.decryption", "No federation key opens the token.",
     "The other side's TargetApplicationUri belongs to another certificate, or the key has rolled "
     "over: add next_key."},
    {"saml.encryption", "The encrypted token has not the documented form.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.cipher", "The cipher is not one that is accepted.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.key_transport", "The key transport is not one that is accepted.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.assertion", "The assertion cannot be read.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.issuer", "The issuer is not trusted by the addressed tenant.",
     "Add it to token_issuers of the federation trust, if it is to be trusted."},
    {"saml.issuer_certificates", "The issuer's certificates cannot be had.",
     "Set metadata_url or certificate_files of the token issuer (Set-FederationTrust "
     "-RefreshMetadata)."},
    {"saml.signature", "The issuer's signature is wrong.",
     "The issuer's certificate has rolled over: refresh its metadata. Or the token was changed."},
    {"saml.signature_algorithm", "The signature's algorithm is not accepted.",
     "Set sha1_signatures = true for an issuer that signs with rsa-sha1."},
    {"saml.signature_form", "The signature does not cover what is read.",
     "Nobody honest sends that; find out who did."},
    {"saml.audience", "The audience is not the tenant's ApplicationUri.",
     "Set TargetApplicationUri at the asking side to application_uri of the federation trust."},
    {"saml.offer", "The token was not issued for free/busy.",
     "Correct free_busy_offer in [federation_trust.claims], if the issuer words it in another "
     "way."},
    {"saml.action", "The action is not that of the body.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.to", "The message is addressed to somebody else.",
     "Set listener.public_url or listener.other_hosts to the host that the other side was given."},
    {"saml.timestamp", "The timestamp of the message is too old, too new or too long.",
     "Look at the clocks."},
    {"saml.time_form", "A time cannot be read.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.expired", "The assertion has ended.", "Look at the clocks."},
    {"saml.not_before", "The assertion is not good yet.", "Look at the clocks."},
    {"saml.lifetime", "The assertion is good for a time that is not taken.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.replayed", "The assertion was used before.", "A capture was replayed."},
    {"saml.email", "The assertion names no e-mail address.",
     "Correct email in [federation_trust.claims]."},
    {"saml.domain", "The address's domain belongs to no partner of that issuer, or to two.",
     "Add the domain to domains of the partner."},
    {"saml.own_domain", "The address is in one of our own domains.",
     "Compare the relationship with Get-FederationTrust and Get-OrganizationRelationship of the "
     "other side."},
    {"saml.confirmation", "The path wants a key, and the token has none.",
     "Compare the relationship with Get-FederationTrust and Get-OrganizationRelationship of the "
     "other side."},
    {"saml.proof", "The signature over the timestamp is not the holder's.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.proof_key", "The proof key cannot be had.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.proof_missing", "The token is for the holder of a key, and nothing proves the key.",
     "Let the other side use /WSSecurity/SymmetricKey, or set proof_required = false."},
    {"saml.proof_token", "The signature does not name the token as its key.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.proof_unexpected", "The message is signed, and the token has no key for it.",
     "If the caller is ours, let it ask for a token as documented; else it is right that it is "
     "refused."},
    {"saml.attempts", "Too many tokens from this address could not be opened.",
     "Wait for authentication.failure_window; find out who tries."},
    {"autodiscover.anonymous_rate", "Too many questions without a credential.",
     "Wait a minute; find out who asks."},
    {"autodiscover.no_credential", "This Autodiscover operation needs a credential.",
     "Let the client authenticate."},
    {"autodiscover.no_public_url",
     "listener.public_url is not set, so nothing can be told where we are.",
     "Set listener.public_url."},
};

}  // namespace

std::span<const Reason> reasons_of_credentials() { return kRows; }

}  // namespace fb::policy
