// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/policy/reasons.hpp"

namespace fb::policy {
namespace {

constexpr Reason kRows[] = {
    {"loop.seen_here", "The question has been through this gateway already.",
     "Two gateways lead to each other: look for an address space or a relationship that leads "
     "back, and for two gateways with the same gateway.id."},
    {"explain.from_unknown",
     "The asking address belongs to no home tenant and to no known partner.",
     "Name an address in an accepted domain of a home tenant, or in a domain of a partner."},
    {"caller.tenant_not_home", "The caller's tenant is no home tenant of this gateway.",
     "Add the tenant, or let the caller ask the gateway of its own tenant."},
    {"resolve.no_contact", "The address has no recipient in the asking tenant's directory.",
     "Add a mail contact or a guest for it, or import the directory that has one; a script may be "
     "allowed to ask without by require_contact = false."},
    {"resolve.directory_empty", "The directory of the asking tenant is empty.",
     "Import it (directory-source) or add mail contacts; until then only an Exchange server can "
     "ask for people elsewhere."},
    {"resolve.unknown_mailbox",
     "The address is in an own domain, but no such mailbox is known and no default source is "
     "named.",
     "Add the mailbox, import the directory, or set default_source of the tenant."},
    {"resolve.no_source", "The mailbox is bound to a calendar source that does not exist.",
     "Name an existing source in the mailbox, or add the source to the tenant."},
    {"resolve.ambiguous", "The address leads to more than one recipient.",
     "Take the address from all recipients but one: proxy addresses must be unique in a "
     "directory."},
    {"resolve.contact_chain", "A mail contact leads to another mail contact.",
     "Set the external address of the contact to the mailbox itself, not to another contact."},
    {"resolve.loop", "The address in an own domain leads round to itself.",
     "Set the external address of the contact or the remote mailbox to the address that the other "
     "side accepts, or add the mailbox, default_source or remote_mailbox_source."},
    {"resolve.group", "The address is a distribution group, which has no calendar.",
     "Ask for its members; a home caller's question is expanded by itself."},
    {"resolve.hidden_contact",
     "The contact is hidden from address lists, and the tenant does not resolve hidden contacts.",
     "Show the contact in the address lists, or set resolve_hidden_contacts = true."},
    {"resolve.hidden_guest", "The guest is not shown in the GAL.",
     "Set showInAddressList of the guest, as Microsoft's guidance says, or resolve_hidden_guests "
     "= true."},
    {"resolve.guest_address_is_upn",
     "The guest was invited by a user principal name that is no mail address of the guest.",
     "Ask for the mail address of the guest, or correct `mail` of the guest object."},
    {"resolve.guest_address_stale",
     "The mail address of the guest object is not the one that the guest has at home any more.",
     "Ask for the mail address that the words name, or correct `mail` of the guest: it is set by "
     "the invitation and never updated."},
    {"resolve.guest_upn",
     "The address is a guest's user principal name with #EXT#, from which no address is derived.",
     "Ask for the mail address of the guest."},
    {"group.too_big", "The group has more people than one question may have.",
     "Ask for fewer people, or for a smaller group."},
    {"aas.none_for_domain",
     "The asking tenant has neither a usable organization relationship nor an availability "
     "address space for the domain.",
     "Add one: address-space add, or organization-relationship add. An exact domain is needed; a "
     "subdomain is a domain of its own."},
    {"organization_relationship.none", "No organization relationship fits the domain.",
     "organization-relationship add; the domain has to be in domain_names exactly."},
    {"organization_relationship.disabled", "The relationship is turned off.",
     "organization-relationship set --enabled true, if it shall count."},
    {"organization_relationship.no_dauth",
     "There are no delegation tokens between these two clouds.",
     "Use an availability address space; with 21Vianet it is the only path."},
    {"organization_relationship.no_user",
     "The caller has no user identity, and a relationship is asked along by users only.",
     "Let a user ask, or add an availability address space for the domain."},
    {"organization_relationship.free_busy_off",
     "The relationship that fits has free/busy turned off.",
     "organization-relationship set --free-busy-access-enabled true; nothing else is tried, as in "
     "Exchange."},
    {"organization_relationship.level_none",
     "The relationship shows nothing: its access level is None.",
     "organization-relationship set --free-busy-access-level AvailabilityOnly (or "
     "LimitedDetails)."},
    {"organization_relationship.not_in_scope",
     "The recipient is not in the group that the relationship is limited to.",
     "Add the recipient to the group of free_busy_access_scope, or take the scope away."},
    {"organization_relationship.issuer_not_accepted",
     "The delegation token was issued by an authority that the relationship does not accept.",
     "Add the issuer to token_issuers of the relationship or of the partner, if it is to be "
     "trusted."},
    {"organization_relationship.target_differs",
     "The relationship for the domain is with another tenant than the one that asks.",
     "Correct target_tenant of the relationship, or the domains of the partner."},
    {"organization_relationship.domain_not_listed",
     "The domain of the asking user's address is in no relationship of the answering tenant.",
     "Add the domain of the user's primary address to domain_names (the error of Exchange is LID "
     "47652)."},
    {"organization_relationship.token_refused",
     "The other side refused the delegation token, a fresh one too.",
     "On the other side: its relationship must list the domain of the user's address, accept the "
     "issuer, and its ApplicationUri must be our target_application_uri."},
    {"organization_relationship.no_application_uri",
     "The relationship names no TargetApplicationUri, so no delegation token can be asked for.",
     "organization-relationship set --target-application-uri with ApplicationUri of the other "
     "side's federation trust."},
    {"aas.relationship_first",
     "There is an address space for the domain too, but a relationship comes first.",
     "Nothing, if the relationship is meant; take it away or disable it, if the address space is."},
    {"answer.asked_back",
     "Another organisation's Exchange asked for a mailbox that this gateway would ask that same "
     "Exchange for.",
     "Correct the external address at the asking side, or bind the mailbox to the source that has "
     "it now."},
    {"organization_relationship.scope_not_found",
     "The group of the relationship's scope does not exist, so nobody is in it.",
     "Import or add the group, or correct free_busy_access_scope."},
    {"organization_relationship.scope_too_big",
     "The group of the relationship's scope has too many members to be looked through.",
     "Use a group with fewer than 10,000 members, nested ones included."},
    {"organization_relationship.gone",
     "The relationship was taken away while the question was on its way.", "Ask again."},
    {"organization_relationship.addressed_elsewhere",
     "The delegation token was made for another tenant than the recipient's.",
     "At the asking side: set TargetApplicationUri to application_uri of the recipient's tenant."},
    {"pair.ews_ended",
     "The cloud of the other side does not answer EWS any more, and delegation tokens are for EWS "
     "only.",
     "Let the other side stand behind a gateway and ask it by an address space, or correct "
     "ews_end in the cloud catalogue file."},
    {"object.identity", "A change names a key that makes up the identity of the object.",
     "Remove the object and add another."},
    {"object.already_there", "A list has the entry already that shall be added.", "Leave it out."},
    {"object.not_there", "A list does not have the entry that shall be removed.",
     "Look at the object first (show)."},
    {"object.not_clear", "A bare tenant id fits more than one entry.",
     "Write it with its authority: us/<tenant id>."},
    {"address_space.no_set", "Address spaces have no Set, as in Exchange.",
     "Remove the address space and add it again."},
    {"exchange_import.unreadable", "The export has no known form, or passes a limit.",
     "Set $FormatEnumerationLimit = -1 before Format-List, or use ConvertTo-Json -Depth 4."},
    {"answering_side.refused",
     "The other home tenant refuses, and this account may not read its objects.",
     "Ask an administrator of that tenant."},
    {"pair.unknown", "The cloud catalogue has no row for this pair of clouds.",
     "Add the pair to the cloud catalogue file, with the source that confirms it."},
    {"pair.unconfirmed", "Whether Microsoft supports this pair is not confirmed, so it is off.",
     "Enable the pair in the cloud catalogue file, if you know that it works."},
    {"pair.refused", "Free/busy between these two clouds is not supported.",
     "None: the clouds do not share. See cloud show for the pairs that do."},
    {"availability_config.tenant_not_allowed",
     "The asking tenant is not in AllowedTenantIds of the answering tenant.",
     "On the answering side: availability-config set --allowed-tenant-ids add=<tenant id>. At "
     "most 25 fit."},
    {"answer.not_our_domain",
     "Another organisation asked for a domain that no home tenant here accepts.",
     "Correct the external address at the asking side: an external question is never sent on."},
    {"answer.recipient_is_elsewhere",
     "Another organisation asked for a contact of ours, who is elsewhere.",
     "Correct the external address at the asking side, so that it leads to the person's own "
     "organisation (LID 39660)."},
    {"answer.recipient_is_group", "Another organisation asked for a distribution group.",
     "Groups are expanded by the asking side only."},
    {"default_right.none", "The Default calendar right of the mailbox is None.",
     "Set the Default permission of the calendar to AvailabilityOnly or more."},
    {"own_tenant.asked_back",
     "The tenant's own Exchange asked for a mailbox that this gateway would ask that Exchange for.",
     "Correct the stale directory entry in Exchange, or bind the mailbox to the source that has "
     "it now."},
    {"allowed", "Both sides consent.", "Nothing."},
};

}  // namespace

std::span<const Reason> reasons_of_sharing() { return kRows; }

}  // namespace fb::policy
