// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// SHARING-MODEL 5 and 6 as a table: who asks, for whom, in which federation -> outcome, level,
// rule. Each refusal is one change away from a case that is allowed.
#include "gateway/policy/decide.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <type_traits>

#include "tests/support/federations.hpp"

namespace fb {
namespace {

using config::Federation;
using model::Caller;
using model::CallerKind;
using model::DetailLevel;
using model::ErrorKind;
using model::SharingPath;

Caller home_user() {
  return {CallerKind::home_user, test::contoso(), test::address("peggy@contoso.example"), "peggy"};
}
Caller home_script() { return {CallerKind::home_script, test::contoso(), {}, "portal"}; }
Caller home_server() { return {CallerKind::home_server, test::contoso(), {}, "exchange"}; }
Caller organization(model::TenantKey tenant) {
  return {CallerKind::partner_organization, tenant, {}, "app"};
}

// Contoso is a home tenant, the others are partners.
Federation in_commercial() {
  return {
      {test::contoso_tenant()},
      {test::partner_of(test::contoso_china_tenant()), test::partner_of(test::fabrikam_tenant())}};
}
// One gateway in the middle.
Federation all_home() {
  return {{test::contoso_tenant(), test::contoso_china_tenant(), test::fabrikam_tenant()}, {}};
}

Federation with(Federation federation, const std::function<void(config::Tenant&)>& change) {
  change(federation.tenants.front());
  return federation;
}

struct Allowed {
  DetailLevel level;
  std::string route;
  SharingPath path;
};
struct Refused {
  ErrorKind kind;
  std::string rule;
};

struct Row {
  std::string title;
  Federation federation;
  Caller caller;
  std::string asked;
  std::variant<Allowed, Refused> expected;
};

const std::string kOwn = "source:public/11111111-1111-4111-8111-111111111111/";
const std::string kChina = "source:cn/22222222-2222-4222-8222-222222222222/";

std::vector<Row> own_tenant_rows() {
  using P = SharingPath;
  using L = DetailLevel;
  return {
      {"a user asks for a colleague in the cloud", in_commercial(), home_user(),
       "grace@contoso.example", Allowed{L::availability_only, kOwn + "cloud", P::own_tenant}},
      {"a user asks for a colleague on-premises, where Exchange applies the Default right",
       in_commercial(), home_user(), "oskar@contoso.example",
       Allowed{L::limited_details, kOwn + "onprem", P::own_tenant}},
      {"a user asks for herself under a proxy address", in_commercial(), home_user(),
       "p.olson@contoso.example", Allowed{L::availability_only, kOwn + "cloud", P::own_tenant}},
      {"a script asks like a user", in_commercial(), home_script(), "kettle@contoso.example",
       Allowed{L::limited_details, kOwn + "rooms", P::own_tenant}},
      {"a server gets times only", in_commercial(), home_server(), "kettle@contoso.example",
       Allowed{L::availability_only, kOwn + "rooms", P::own_tenant}},
      {"a server is not sent back to the Exchange that asks", in_commercial(), home_server(),
       "oskar@contoso.example", Refused{ErrorKind::asked_back, "own_tenant.asked_back"}},
      {"an own address that is not listed, without a default source", in_commercial(), home_user(),
       "nobody@contoso.example", Refused{ErrorKind::recipient_unknown, "resolve.unknown_mailbox"}},
      {"an own address that is not listed, with a default source",
       with(in_commercial(), [](config::Tenant& t) { t.default_source = "cloud"; }), home_user(),
       "nobody@contoso.example", Allowed{L::availability_only, kOwn + "cloud", P::own_tenant}},
      {"a source whose Default right is None",
       with(in_commercial(),
            [](config::Tenant& t) { t.sources[0].default_calendar_right = L::none; }),
       home_user(), "grace@contoso.example", Refused{ErrorKind::no_access, "default_right.none"}},
      {"a mailbox that is bound to no source",
       with(in_commercial(), [](config::Tenant& t) { t.mailboxes[1].source = "gone"; }),
       home_user(), "grace@contoso.example",
       Refused{ErrorKind::recipient_unknown, "resolve.no_source"}},
      {"a caller of a tenant that is not at home here",
       in_commercial(),
       {CallerKind::home_user, test::fabrikam(), test::address("carol@fabrikam-gov.example"),
        "carol"},
       "grace@contoso.example",
       Refused{ErrorKind::no_access, "caller.tenant_not_home"}},
      {"a group has no calendar of its own",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.groups = {{.address = test::address("all@contoso.example")}};
            }),
       home_user(), "all@contoso.example", Refused{ErrorKind::recipient_unknown, "resolve.group"}},
      {"a group with the address of a mailbox",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.groups = {{.address = test::address("grace@contoso.example")}};
            }),
       home_user(), "grace@contoso.example",
       Refused{ErrorKind::recipient_ambiguous, "resolve.ambiguous"}},
      {"two recipients with one address",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.mailboxes[0].proxy_addresses = {test::address("grace@contoso.example")};
            }),
       home_user(), "grace@contoso.example",
       Refused{ErrorKind::recipient_ambiguous, "resolve.ambiguous"}},
  };
}

std::vector<Row> requesting_rows() {
  using P = SharingPath;
  using L = DetailLevel;
  const Allowed victor{L::availability_only, "aas:contoso-cn.example",
                       P::availability_address_space};
  return {
      {"a user asks for a contact in 21Vianet", in_commercial(), home_user(),
       "victor@contoso-cn.example", victor},
      {"a contact under an own proxy address",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.contacts[0].proxy_addresses = {test::address("v@contoso.example")};
            }),
       home_user(), "v@contoso.example", victor},
      {"no contact",
       with(in_commercial(), [](config::Tenant& t) { t.contacts.erase(t.contacts.begin()); }),
       home_user(), "victor@contoso-cn.example",
       Refused{ErrorKind::recipient_unknown, "resolve.no_contact"}},
      {"no contact, but the tenant does not require one",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.contacts.clear();
              t.require_contact = false;
            }),
       home_user(), "victor@contoso-cn.example", victor},
      {"an Exchange server has used its own GAL",
       with(in_commercial(), [](config::Tenant& t) { t.contacts.clear(); }), home_server(),
       "victor@contoso-cn.example", victor},
      {"an empty directory is named as such",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.contacts.clear();
              t.mailboxes.clear();
            }),
       home_user(), "victor@contoso-cn.example",
       Refused{ErrorKind::recipient_unknown, "resolve.directory_empty"}},
      {"no address space",
       with(in_commercial(), [](config::Tenant& t) { t.address_spaces.clear(); }), home_user(),
       "victor@contoso-cn.example", Refused{ErrorKind::no_path, "aas.none_for_domain"}},
      {"an address space does not cover subdomains",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.contacts[0].external_address = test::address("victor@mail.contoso-cn.example");
            }),
       home_user(), "victor@mail.contoso-cn.example",
       Refused{ErrorKind::no_path, "aas.none_for_domain"}},
      {"government asks China",
       {{test::fabrikam_tenant()}, {test::partner_of(test::contoso_china_tenant())}},
       {CallerKind::home_user, test::fabrikam(), test::address("carol@fabrikam-gov.example"),
        "carol"},
       "victor@contoso-cn.example",
       Refused{ErrorKind::pair_refused, "pair.refused"}},
      {"a pair that nobody has confirmed",
       with(in_commercial(), [](config::Tenant& t) { t.cloud = "bleu"; }), home_user(),
       "victor@contoso-cn.example", Refused{ErrorKind::pair_refused, "pair.unconfirmed"}},
      {"a contact that leads to a contact",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.contacts[1].proxy_addresses = {test::address("victor@contoso-cn.example")};
              t.contacts[0].proxy_addresses = {test::address("v@contoso.example")};
            }),
       home_user(), "v@contoso.example",
       Refused{ErrorKind::recipient_unknown, "resolve.contact_chain"}},
      {"a contact whose address is an own mailbox after all",
       with(in_commercial(),
            [](config::Tenant& t) {
              t.contacts[0].external_address = test::address("grace@contoso.example");
              t.contacts[0].proxy_addresses = {test::address("g@contoso.example")};
            }),
       home_user(), "g@contoso.example",
       Allowed{L::availability_only, kOwn + "cloud", P::own_tenant}},
      {"one gateway for both: the other side consents", all_home(), home_user(),
       "victor@contoso-cn.example",
       Allowed{L::availability_only, kChina + "cloud", P::availability_address_space}},
      {"one gateway for both: the other side does not allow the tenant", all_home(), home_user(),
       "carol@fabrikam-gov.example", Refused{ErrorKind::peer_no_access, ""}},
  };
}

std::vector<Row> answering_rows() {
  using P = SharingPath;
  using L = DetailLevel;
  const Federation china{
      {test::contoso_china_tenant()},
      {test::partner_of(test::contoso_tenant()), test::partner_of(test::fabrikam_tenant())}};
  const Caller asking = organization(test::contoso());
  return {
      {"an allowed organisation", china, asking, "victor@contoso-cn.example",
       Allowed{L::availability_only, kChina + "cloud", P::availability_address_space}},
      {"an address that only the default source can know", china, asking,
       "someone@contoso-cn.example",
       Allowed{L::availability_only, kChina + "cloud", P::availability_address_space}},
      {"a tenant that is not on the allowlist",
       with(china, [](config::Tenant& t) { t.allowed_tenants.clear(); }), asking,
       "victor@contoso-cn.example",
       Refused{ErrorKind::no_access, "availability_config.tenant_not_allowed"}},
      {"the right id under another authority",
       with(china,
            [](config::Tenant& t) {
              t.allowed_tenants = {test::tenant_key(model::Authority::us, test::kContosoId)};
            }),
       asking, "victor@contoso-cn.example",
       Refused{ErrorKind::no_access, "availability_config.tenant_not_allowed"}},
      {"an organisation of a cloud that may not ask, though it is on the allowlist",
       with(china, [](config::Tenant& t) { t.allowed_tenants.push_back(test::fabrikam()); }),
       organization(test::fabrikam()), "victor@contoso-cn.example",
       Refused{ErrorKind::pair_refused, "pair.refused"}},
      {"an organisation whose cloud is not known", china,
       organization(test::tenant_key(model::Authority::us, test::kStrangerId)),
       "victor@contoso-cn.example", Refused{ErrorKind::pair_refused, "pair.unknown"}},
      {"a second hop: a domain of somebody else", china, asking, "carol@fabrikam-gov.example",
       Refused{ErrorKind::second_hop, "answer.not_our_domain"}},
      {"a second hop: a contact under an own address",
       with(china,
            [](config::Tenant& t) {
              t.contacts[0].proxy_addresses = {test::address("carol@contoso-cn.example")};
            }),
       asking, "carol@contoso-cn.example",
       Refused{ErrorKind::second_hop, "answer.recipient_is_elsewhere"}},
      {"a group is nobody to those elsewhere",
       with(china,
            [](config::Tenant& t) {
              t.groups = {{.address = test::address("all@contoso-cn.example")}};
            }),
       asking, "all@contoso-cn.example",
       Refused{ErrorKind::recipient_unknown, "answer.recipient_is_group"}},
      {"times only, even where Default shows more",
       with(china,
            [](config::Tenant& t) { t.sources[0].default_calendar_right = L::limited_details; }),
       asking, "victor@contoso-cn.example",
       Allowed{L::availability_only, kChina + "cloud", P::availability_address_space}},
      {"Default None",
       with(china, [](config::Tenant& t) { t.sources[0].default_calendar_right = L::none; }),
       asking, "victor@contoso-cn.example", Refused{ErrorKind::no_access, "default_right.none"}},
      {"the allowlist never admits a user",
       with({{test::fabrikam_tenant()}, {test::partner_of(test::contoso_tenant())}},
            [](config::Tenant& t) { t.allowed_tenants = {test::contoso()}; }),
       {CallerKind::partner_user, test::contoso(), test::address("peggy@contoso.example"), "peggy"},
       "carol@fabrikam-gov.example",
       Refused{ErrorKind::no_access, "organization_relationship.none"}},
      {"a user of a cloud that has no delegation tokens",
       china,
       {CallerKind::partner_user, test::contoso(), test::address("peggy@contoso.example"), "peggy"},
       "victor@contoso-cn.example",
       Refused{ErrorKind::pair_refused, "pair.refused"}},
  };
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.title);
    const auto snapshot = test::snapshot_of(row.federation);
    const auto grant =
        policy::evaluate(*snapshot, row.caller, test::address(row.asked), {"here", {}});
    if (const auto* allowed = std::get_if<Allowed>(&row.expected)) {
      ASSERT_TRUE(grant.has_value()) << grant.error().rule() << ": " << grant.error().detail();
      EXPECT_EQ(model::describe(grant->route), allowed->route);
      EXPECT_EQ(grant->level, allowed->level);
      EXPECT_EQ(grant->path, allowed->path);
      EXPECT_EQ(grant->across_organisations, allowed->path != SharingPath::own_tenant);
      EXPECT_FALSE(grant->rule.empty());
    } else {
      const auto& refused = std::get<Refused>(row.expected);
      ASSERT_FALSE(grant.has_value()) << model::describe(grant->route);
      EXPECT_EQ(model::facts(grant.error().kind()).name, model::facts(refused.kind).name);
      EXPECT_EQ(grant.error().rule(), refused.rule);
      EXPECT_FALSE(grant.error().detail().empty());
    }
  }
}

TEST(Decide, OwnTenant) { check(own_tenant_rows()); }
TEST(Decide, RequestingSide) { check(requesting_rows()); }
TEST(Decide, AnsweringSide) { check(answering_rows()); }

TEST(Decide, AQuestionThatWasHereBeforeIsRefusedWhoeverAsks) {
  const auto snapshot = test::snapshot_of(in_commercial());
  const policy::QuestionContext context{"here", model::HopTrail::parse("there, here").value()};
  const auto grant =
      policy::evaluate(*snapshot, home_user(), test::address("grace@contoso.example"), context);
  ASSERT_FALSE(grant.has_value());
  EXPECT_EQ(grant.error().rule(), "loop.seen_here");
}

// The asking organisation learns the kind of the other side's refusal; the reason is for operators
// only.
TEST(Decide, TheOtherSidesReasonIsKeptApart) {
  const auto snapshot = test::snapshot_of(all_home());
  const auto grant = policy::evaluate(*snapshot, home_user(),
                                      test::address("carol@fabrikam-gov.example"), {"here", {}});
  ASSERT_FALSE(grant.has_value());
  EXPECT_EQ(grant.error().detail().find("AllowedTenantIds"), std::string::npos);
  EXPECT_NE(grant.error().peer_text().find("availability_config.tenant_not_allowed"),
            std::string::npos);
}

TEST(Decide, OnlyAnAuthenticatedCallerGetsAPermit) {
  static_assert(
      !std::is_invocable_v<decltype(policy::authorize), const config::Snapshot&, const Caller&,
                           const model::SmtpAddress&, const policy::QuestionContext&>);
  SUCCEED();
}

}  // namespace
}  // namespace fb
