// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What other sides and the way to them say; "exchange.*" are the texts that Exchange and Exchange
// Online give, as Microsoft documents them for free/busy.
#include "gateway/policy/reasons.hpp"

namespace fb::policy {
namespace {

constexpr Reason kRows[] = {
    {"token.unreachable", "The sign-in service cannot be reached.",
     "Let the gateway reach the login host of that cloud (cloud show); look at proxies and DNS."},
    {"token.refused", "The sign-in service refused our application.",
     "Read its AADSTS number in the log: certificate not uploaded to the application "
     "(AADSTS700027, 50012), application missing in the tenant (700016), consent missing (65001)."},
    {"token.certificate", "Our application's certificate or key cannot be read.",
     "Correct certificate_file and private_key_file of [tenant.application]."},
    {"token.busy", "Too many tokens are being asked for.",
     "Try again; look whether the sign-in service is slow."},
    {"token.too_slow", "The sign-in service did not answer in time.",
     "Look at the way to the login host."},
    {"delegation.unreachable", "The issuer of delegation tokens cannot be reached.",
     "Let the gateway reach endpoint of the token issuer (extSTS.srf for Microsoft's)."},
    {"delegation.refused", "The issuer refused to give a delegation token for this user.",
     "Read its reason in the log; mostly the user's address or ImmutableId does not fit "
     "(default_domain), or the other side's TargetApplicationUri is unknown to the issuer."},
    {"delegation.answer", "The issuer's answer cannot be read.",
     "Correct endpoint of the token issuer; a proxy may answer with HTML."},
    {"delegation.issuer", "The tenant's federation trust names no issuer that can be asked.",
     "Add endpoint to a token issuer of [tenant.federation_trust]."},
    {"delegation.certificate", "The federation key or its certificate cannot be read.",
     "Correct key of [tenant.federation_trust]."},
    {"delegation.signature", "The statement about the user cannot be signed.",
     "Correct key of [tenant.federation_trust]."},
    {"discovery_failed", "Autodiscover found no endpoint of the other organisation.",
     "Read the steps; pin the endpoint (target_service_epr, target_sharing_epr) to do without "
     "Autodiscover."},
    {"peer_unreachable", "The other side cannot be reached.",
     "Look at DNS, firewall, TLS and the certificate of the other side; the words say which."},
    {"peer_throttled", "The other side asked us to wait.",
     "It is asked again when it said; lower net.requests_per_target_max if it happens often."},
    {"peer_broken", "The other side's answer cannot be read.",
     "Look whether the endpoint is the right one: a proxy's HTML page is the usual cause."},
    {"peer_refused_us", "The other side refused our credential or our token.",
     "Compare its pins (audience, client ids, role, token issuer) with what we present: explain "
     "shows it."},
    {"peer_recipient_unknown", "The other side does not know the recipient.",
     "Correct the external address of the contact or guest; the mailbox may have moved."},
    {"peer_no_access", "The other side does not let us see the recipient.",
     "The fix is on the other side: its allowlist or relationship, its scope group, the Default "
     "calendar right."},
    {"peer_request_not_allowed", "The other side does not allow the request.",
     "Mostly a second hop there: let the external address lead to the mailbox's own organisation."},
    {"deadline_passed", "The answer did not come in time.",
     "Look at the latency of the other side; raise net.upstream_timeout within "
     "listener.request_timeout."},
    {"result_too_big", "The calendar has more than 1000 entries in the window.",
     "Ask for a shorter window."},
    {"server_busy", "Too much is waiting in the gateway.",
     "Raise the limit that the log names, or add threads."},
    {"address_invalid", "The address is no SMTP address.", "Correct the address."},
    {"internal", "The gateway has a bug or a machine that fails.", "Read the log and report it."},
    {"exchange.no_configuration",
     "Exchange has no configuration for the domain of the external address.",
     "At the asking side: add the domain to the IntraOrganizationConnector, the relationship or "
     "an address space."},
    {"exchange.security_verification", "Exchange could not verify the security of the message.",
     "Check WSSecurityAuthentication at the virtual directory, run Set-FederationTrust "
     "-RefreshMetadata twice, compare clocks and TargetApplicationUri with AccountNamespace."},
    {"exchange.security_tokens", "Exchange could not process the security tokens in the message.",
     "Refresh certificates and metadata of the federation trust."},
    {"exchange.cannot_connect", "Exchange could not connect to the remote server.",
     "Open the firewall for the address ranges of the other side."},
    {"exchange.connection_closed", "The connection was closed by force.",
     "Look for a firewall or an inspecting proxy."},
    {"exchange.autodiscover_404", "Autodiscover answered 404.",
     "Correct TargetAutodiscoverEpr, or repair the Autodiscover virtual directory."},
    {"exchange.autodiscover_401", "Autodiscover or EWS answered 401.",
     "Turn pre-authentication off at the reverse proxy; WSSecurity needs anonymous access."},
    {"exchange.autodiscover_user_setting",
     "Autodiscover has no ExternalEwsUrl for the user (InvalidUser).",
     "Give the mailbox its secondary mail.onmicrosoft.com address, or set TargetSharingEpr."},
    {"exchange.autodiscover_general", "Autodiscover failed at the client (8004010F).",
     "Test Autodiscover for the user."},
    {"exchange.user_ambiguous", "The user in the token fits several mailboxes (2000005).",
     "Take the duplicate UPN, SMTP or SIP address from the other mailbox."},
    {"exchange.user_missing", "The user in the token does not exist there.",
     "Let directory synchronisation create the mail user."},
    {"exchange.invalid_resource", "The host in the audience of the token is invalid.",
     "Look for TLS offload or a device in front that changes the host name."},
    {"exchange.gateway_timeout", "A gateway before Exchange timed out (504).",
     "Check the Hybrid Agent."},
    {"exchange.no_access", "Exchange says that the caller has no access to free/busy data.",
     "On the answering side: Default calendar right, the requester's domain in DomainNames, "
     "FreeBusyAccessScope."},
    {"exchange.second_hop",
     "Exchange refuses a requester from another organisation on a second hop.",
     "Set ExternalEmailAddress to the address in the domain where the mailbox is "
     "(mail.onmicrosoft.com)."},
    {"exchange.signing_certificate", "Exchange has no signing certificate for OAuth.",
     "Renew the auth certificate (Set-AuthConfig)."},
    {"exchange.linked_account",
     "The partner application has no linked account with the needed RBAC roles.",
     "Set LinkedAccount of the PartnerApplication."},
    {"exchange.sts_user", "The token issuer rejects the user: password or provisioning.",
     "Correct the federated user's password state or ImmutableId."},
    {"exchange.sts_member_name", "The token issuer does not know the member name.",
     "Correct UPN and ImmutableId of the user."},
    {"exchange.slow", "Exchange timed out while it waited for the other side.",
     "Look at the latency to the target; one budget covers the whole request."},
    {"exchange.too_many_entries", "The calendar has more than 1000 entries in one window.",
     "Ask for a shorter window."},
    {"exchange.working_hours", "The working hours of the mailbox begin after they end.",
     "Set-MailboxCalendarConfiguration with right working hours; mostly a room mailbox."},
    {"exchange.invalid_signature", "The token's signature is invalid there (2000000).",
     "Run Set-AuthServer -RefreshAuthMetadata; look for a load balancer that re-encrypts."},
    {"exchange.client_key", "The sign-in service does not know the key (AADSTS70002, AADSTS50012).",
     "Upload the auth certificate to the application."},
    {"exchange.not_xml", "The answer is not well-formed XML.",
     "A proxy answers with HTML: correct the URL or the proxy."},
    {"exchange.sts_unreachable", "extSTS.srf cannot be reached.",
     "Let Exchange reach login.microsoftonline.com."},
    {"exchange.name_not_resolved", "The remote name cannot be resolved.",
     "Correct TargetAutodiscoverEpr or DNS."},
    {"exchange.moved", "The target answered with a redirect (302).", "Correct TargetSharingEpr."},
    {"exchange.tls", "No TLS channel can be made.",
     "Enable TLS 1.2, and compare authorities and ciphers."},
    {"exchange.unavailable", "The service answered 503.",
     "Start the application pool of the target."},
    {"exchange.xtap_denied",
     "The other tenant's cross-tenant access policy does not allow it (5016).",
     "In the tenant that is looked at: allow crossTenantCalendarAvailability for our tenant."},
    {"exchange.domain_not_supported", "GetSchedule is not supported for that domain (7002).",
     "The domain belongs to no tenant that Graph may ask: use a partner gateway."},
    {"exchange.federated_sharing", "Federated sharing failed (5039).",
     "Test the organization relationship on the asking side."},
};

}  // namespace

std::span<const Reason> reasons_of_peers() { return kRows; }

}  // namespace fb::policy
