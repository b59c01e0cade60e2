// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One mistake at a time in the sample, and what is told about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/config/federation_sample.hpp"

namespace fb::config {
namespace {

using testing::HasSubstr;

struct Row {
  std::string_view label;
  std::string_view from;  // the text of the sample that is replaced
  std::string_view to;
  // Where the mistake is told: the first such text from the change on; empty: the header of the
  // table in which the change stands.
  std::string_view at;
  std::string_view sentence;
};

class FederationMistake : public FederationFile, public testing::WithParamInterface<Row> {};

TEST_P(FederationMistake, IsToldWithItsPlace) {
  const Row& row = GetParam();
  const std::string text = sample_with(row.from, row.to);
  const auto loaded = load(text);
  EXPECT_FALSE(loaded.value);
  ASSERT_EQ(loaded.problems.size(), 1u) << listing(loaded.problems);
  const Problem& problem = loaded.problems[0];
  EXPECT_THAT(problem.sentence, HasSubstr(row.sentence));

  const std::size_t changed = std::string_view(kFederation).find(row.from);
  const std::size_t at =
      row.at.empty() ? text.rfind("\n[", changed - 2) + 1 : text.find(row.at, changed);
  ASSERT_NE(at, std::string::npos);
  const std::size_t line = static_cast<std::size_t>(
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1);
  const std::size_t column = at - (at == 0 ? 0 : text.rfind('\n', at - 1) + 1) + 1;
  EXPECT_EQ(problem.line, line);
  EXPECT_EQ(problem.column, column);
}

std::string label_of(const testing::TestParamInfo<Row>& row) {
  return std::string(row.param.label);
}

INSTANTIATE_TEST_SUITE_P(
    Identity, FederationMistake,
    testing::Values(
        Row{"unknown_key", "require_contact = false", "requires_contact = false",
            "requires_contact", "did you mean \"require_contact\"?"},
        Row{"authority", "[[partner]]\nname = \"Fabrikam\"",
            "[[partner]]\nname = \"Extra\"\nauthority = \"gov\"\ntenant_id = "
            "\"44444444-4444-4444-4444-444444444444\"\ncloud = \"dod\"\n[[partner]]\nname = "
            "\"Fabrikam\"",
            "\"gov\"", "the authorities are public, us, cn, fr and de"},
        Row{"no_authority", "[[partner]]\nname = \"Fabrikam\"",
            "[[partner]]\nname = \"Extra\"\ntenant_id = "
            "\"44444444-4444-4444-4444-444444444444\"\ncloud = \"dod\"\n[[partner]]\nname = "
            "\"Fabrikam\"",
            "[[partner]]", "\"authority\" is missing in [[partner]]"},
        Row{"tenant_id", "[[partner]]\nname = \"Fabrikam\"",
            "[[partner]]\nname = \"Extra\"\nauthority = \"us\"\ntenant_id = "
            "\"fabrikam.example\"\ncloud = \"dod\"\n[[partner]]\nname = \"Fabrikam\"",
            "\"fabrikam", "is not a GUID"},
        Row{"home_partner", "[[partner]]\nname = \"Fabrikam\"",
            "[[partner]]\nname = \"Extra\"\nauthority = \"public\"\ntenant_id = "
            "\"11111111-1111-1111-1111-111111111111\"\ncloud = \"gcc\"\n[[partner]]\nname = "
            "\"Fabrikam\"",
            "\"1111", "is that of a [[tenant]]: a partner is somebody else"},
        Row{"partner_twice", "role = \"FreeBusy.Ask\"\nkeys_file = \"keys.json\"",
            "role = \"FreeBusy.Ask\"\n[[partner]]\nname = \"Extra\"\nauthority = \"cn\"\ntenant_id "
            "= \"33333333-3333-3333-3333-333333333333\"\ncloud = \"21vianet\"",
            "\"3333", "twice with this authority (the first is in line"},
        Row{"tenant_twice", "authority = \"us\"\ntenant_id",
            "authority = \"public\"\ntenant_id = \"11111111-1111-1111-1111-111111111111\"\ncloud = "
            "\"gcc\"\naccepted_domains = [\"twin.example\"]\n[[tenant]]\nname = "
            "\"Third\"\nauthority = \"us\"\ntenant_id",
            "\"1111", "twice with this authority (the first is in line 3)"},
        Row{"unknown_table", "[[tenant.mail_contact]]", "[[tenant.mailcontact]]", "mailcontact",
            "did you mean \"mail_contact\"?"},
        Row{"single_brackets", "[[tenant.mail_contact]]", "[tenant.mail_contact]", "[tenant.mail",
            "a table in double brackets"},
        Row{"name_taken", "name = \"Tailspin\"", "name = \"Contoso\"", "\"Contoso\"",
            "which is taken (the first is in line 3)"},
        Row{"name_long", "name = \"Tailspin\"",
            "name = \"TailspinTailspinTailspinTailspinTailspinTailspinTailspinTailspin1\"",
            "\"TailspinT", "1 to 64 bytes"},
        Row{"cloud", "cloud = \"gcc-high\"", "cloud = \"gcchigh\"", "\"gcchigh\"",
            "did you mean \"gcc-high\"?"},
        Row{"cloud_of_other_authority", "cloud = \"gcc-high\"", "cloud = \"commercial\"",
            "\"commercial\"", "whose authority is \"public\", not \"us\""},
        Row{"no_domains", "accepted_domains = [\"tailspin.example\"]", "", "",
            "\"accepted_domains\" is missing"},
        Row{"empty_domains", "[\"tailspin.example\"]", "[]", "[]", "at least one mail domain"},
        Row{"domain", "[\"tailspin.example\"]", "[\"tailspin.example\", \"@tailspin.example\"]",
            "\"@tailspin", "is not a mail domain"},
        Row{"domain_of_two", "[\"tailspin.example\"]",
            "[\"tailspin.example\", \"CONTOSO.example\"]", "\"CONTOSO.example\"",
            "belongs to one tenant only (the first is in line 8)"},
        Row{"domain_twice", "[\"tailspin.example\"]",
            "[\"tailspin.example\", \"tailspin.example\"]", "\"tailspin.example\"]",
            "belongs to one tenant only"}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    AvailabilityConfig, FederationMistake,
    testing::Values(
        Row{"unknown_bare_guid", "\"22222222-2222-2222-2222-222222222222\"]",
            "\"99999999-9999-9999-9999-999999999999\"]", "\"9999",
            "no [[tenant]] or [[partner]] has this id: write it with its authority"},
        Row{"allowed_twice", "\"22222222-2222-2222-2222-222222222222\"]",
            "\"33333333-3333-3333-3333-333333333333\"]", "\"3333",
            "twice (the first is in line 14)"},
        Row{"allowed_authority", "\"22222222-2222-2222-2222-222222222222\"]",
            "\"gov/22222222-2222-2222-2222-222222222222\"]", "\"gov/", "write authority/GUID"},
        Row{"allowed_domain", "\"22222222-2222-2222-2222-222222222222\"]", "\"tailspin.example\"]",
            "\"tailspin", "write authority/GUID"},
        Row{"allowed_key", "allowed_tenant_ids =", "AllowedTenantIds =", "AllowedTenantIds",
            "is not a key of [tenant.availability_config]: did you mean \"allowed_tenant_ids\"?"}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    Application, FederationMistake,
    testing::Values(Row{"client_id", "\"AAAAAAAA-0000-0000-0000-000000000001\"", "\"app\"",
                        "\"app\"", "is not a GUID"},
                    Row{"certificate_missing", "certificate_file = \"app.crt\"", "", "",
                        "\"certificate_file\" is missing in [tenant.application]"},
                    Row{"certificate_unreadable", "\"app.crt\"", "\"other.crt\"", "\"other.crt\"",
                        "names \"other.crt\": the file does not exist"},
                    Row{"key_unreadable", "\"app.key\"", "\"other.key\"", "\"other.key\"",
                        "names a file: the file does not exist"},
                    Row{"thumbprint", "thumbprint = \"sha1\"", "thumbprint = \"md5\"", "\"md5\"",
                        "write sha256 or sha1"}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    Bearer, FederationMistake,
    testing::Values(
        Row{"no_audience",
            "audiences = [\"api://gateway.contoso.example\", "
            "\"aaaaaaaa-0000-0000-0000-000000000002\"]",
            "", "", "without one no token is accepted"},
        Row{"empty_audiences",
            "[\"api://gateway.contoso.example\", \"aaaaaaaa-0000-0000-0000-000000000002\"]", "[]",
            "[]", "no token would be accepted"},
        Row{"audience_form", "\"api://gateway.contoso.example\"", "\"our gateway\"",
            "\"our gateway\"", "an audience is the id or the URI"},
        Row{"audience_graph_id", "\"api://gateway.contoso.example\"",
            "\"00000003-0000-0000-C000-000000000000\"", "\"00000003", "belongs to Microsoft"},
        Row{"audience_exchange", "\"api://gateway.contoso.example\"",
            "\"00000002-0000-0ff1-ce00-000000000000/gw.contoso.example@x\"", "\"00000002",
            "belongs to Microsoft"},
        Row{"audience_host", "\"api://gateway.contoso.example\"",
            "\"https://Outlook.office365.us/\"", "\"https://Outlook", "belongs to Microsoft"},
        Row{"audience_twice", "\"api://gateway.contoso.example\"",
            "\"aaaaaaaa-0000-0000-0000-000000000002\"", "\"aaaaaaaa-0000-0000-0000-000000000002\"]",
            "twice"},
        Row{"user_claim", "user_claim = \"email\"", "user_claim = \"e mail\"", "\"e mail\"",
            "letters, digits"},
        Row{"keys_file", "user_claim = \"email\"\nkeys_file = \"keys.json\"",
            "keys_file = \"none.json\"", "\"none.json\"", "the file does not exist"},
        Row{"application_twice", "\"aaaaaaaa-0000-0000-0000-000000000004\"",
            "\"aaaaaaaa-0000-0000-0000-000000000003\"", "\"aaaaaaaa-0000-0000-0000-000000000003\"",
            "stands here twice"},
        Row{"application_kind", "\"aaaaaaaa-0000-0000-0000-000000000003\"\nkind = \"home-server\"",
            "\"aaaaaaaa-0000-0000-0000-000000000003\"\nkind = \"home-user\"", "\"home-user\"",
            "home-server and home-script"}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    Source, FederationMistake,
    testing::Values(
        Row{"source_name_twice", "name = \"rooms\"", "name = \"cloud\"", "",
            "two sources called \"cloud\""},
        Row{"source_name_form", "name = \"rooms\"", "name = \"all rooms\"", "\"all rooms\"",
            "letters, digits, dots"},
        Row{"source_kind", "kind = \"ics\"", "kind = \"caldav\"", "\"caldav\"",
            "the kinds are graph, ews and ics"},
        Row{"graph_no_url", "url = \"https://graph.microsoft.com\"\n", "", "",
            "\"url\" is missing in [[tenant.source]]"},
        Row{"graph_url", "url = \"https://graph.microsoft.com\"", "url = \"graph.microsoft.com\"",
            "\"graph.microsoft.com\"", "write https://host/path"},
        Row{"graph_slash", "url = \"https://graph.microsoft.com\"",
            "url = \"https://graph.microsoft.com/\"", "\"https://graph.microsoft.com/\"",
            "without the slash at its end"},
        Row{"graph_anchor", "\"anchor@contoso.example\"", "\"anchor\"", "\"anchor\"",
            "the address or the object id"},
        Row{"graph_scope", "\"https://graph.microsoft.com/.default\"", "\"Calendars.Read\"",
            "\"Calendars.Read\"", "a scope is the name of a resource application"},
        Row{"graph_folder", "anchor = \"anchor@contoso.example\"", "folder = \"calendars\"",
            "\"calendars\"", "does not belong to a source of kind \"graph\""},
        Row{"graph_password", "anchor = \"anchor@contoso.example\"",
            "password_file = \"ews.password\"", "\"ews.password\"",
            "does not belong to a source of kind \"graph\""},
        Row{"ews_http", "\"https://mail.contoso.example/EWS/Exchange.asmx\"",
            "\"http://mail.contoso.example/EWS/Exchange.asmx\"", "\"http://mail",
            "write https://host/path"},
        Row{"ews_user", "username = \"CONTOSO\\\\svc-freebusy\"\n", "", "",
            "\"username\" is missing"},
        Row{"ews_user_colon", "username = \"CONTOSO\\\\svc-freebusy\"", "username = \"a:b\"",
            "\"a:b\"", "no colon"},
        Row{"ews_no_password", "password_file = \"ews.password\"\n", "", "",
            "\"password_file\" is missing"},
        Row{"ews_password_missing", "\"ews.password\"", "\"other.password\"", "\"other.password\"",
            "names a file: the file does not exist"},
        Row{"ews_zone", "password_file = \"ews.password\"",
            "password_file = \"ews.password\"\nzone = \"UTC\"", "\"UTC\"",
            "does not belong to a source of kind \"ews\""},
        Row{"ews_anchor", "password_file = \"ews.password\"",
            "password_file = \"ews.password\"\nanchor = \"a@b.c\"", "\"a@b.c\"",
            "does not belong to a source of kind \"ews\""},
        Row{"ics_no_folder", "folder = \"calendars\"\n", "", "", "\"folder\" is missing"},
        Row{"ics_folder", "folder = \"calendars\"", "folder = \"app.crt\"", "\"app.crt\"",
            "the folder is not a directory"},
        Row{"ics_zone", "\"Europe/Paris\"", "\"Central Europe; CET\"", "\"Central",
            "write the name of a time zone"},
        Row{"ics_url", "zone = \"Europe/Paris\"", "url = \"https://a.example\"",
            "\"https://a.example\"", "does not belong to a source of kind \"ics\""},
        Row{"right", "\"LimitedDetails\"", "\"Reviewer\"", "\"Reviewer\"",
            "None, AvailabilityOnly and LimitedDetails"},
        Row{"default_source", "default_source = \"cloud\"", "default_source = \"clout\"",
            "\"clout\"", "is no source of the tenant: did you mean \"cloud\"?"}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    Directory, FederationMistake,
    testing::Values(
        Row{"mailbox_address", "\"Alice@contoso.example\"", "\"SMTP:alice@contoso.example\"",
            "\"SMTP", "is not a plain SMTP address"},
        Row{"mailbox_domain", "\"Alice@contoso.example\"", "\"alice@fabrikam.example\"",
            "\"alice@fab", "whose domain is no accepted domain"},
        Row{"mailbox_subdomain", "\"Alice@contoso.example\"", "\"alice@sub.contoso.example\"",
            "\"alice@sub", "whose domain is no accepted domain"},
        Row{"mailbox_proxy", "\"a.smith@contoso.mail.example\"", "\"a.smith\"", "\"a.smith\"",
            "is not a plain SMTP address"},
        Row{"mailbox_source", "source = \"on-premises\"", "source = \"onpremises\"",
            "\"onpremises\"", "did you mean \"on-premises\"?"},
        Row{"mailbox_no_source", "default_source = \"cloud\"\n", "",
            "[[tenant.mailbox]]\naddress = \"bob", "the tenant has no default_source either"},
        Row{"contact_name", "name = \"Li Na\"\n", "", "",
            "\"name\" is missing in [[tenant.mail_contact]]"},
        Row{"contact_address", "\"li.na@fabrikam.example\"", "\"Li Na <li.na@fabrikam.example>\"",
            "\"Li Na <", "is not a plain SMTP address"},
        Row{"contact_at_home", "\"li.na@fabrikam.example\"", "\"li.na@contoso.example\"",
            "\"li.na@contoso", "a contact is somebody elsewhere"},
        Row{"contact_proxy", "[\"li.na@contoso.example\"]", "[\"li.na@contoso.example\", \"x\"]",
            "\"x\"", "is not a plain SMTP address"},
        Row{"contact_hidden", "hidden_from_address_lists = true",
            "hidden_from_address_lists = \"yes\"", "\"yes\"", "must be true or false"},
        Row{"group_address", "\"Sales@contoso.example\"", "\"Sales\"", "\"Sales\"",
            "is not a plain SMTP address"},
        Row{"group_domain", "\"Sales@contoso.example\"", "\"sales@fabrikam.example\"",
            "\"sales@fab", "whose domain is no accepted domain"},
        Row{"group_no_address", "address = \"Sales@contoso.example\"\n", "", "",
            "\"address\" is missing in [[tenant.group]]"},
        Row{"group_no_members", "members = []\n", "", "",
            "\"members\" is missing in [[tenant.group]]"},
        Row{"group_member", "\"m.one@contoso.example\"", "\"M. One <m.one@contoso.example>\"",
            "\"M. One", "is not a plain SMTP address"},
        Row{"group_proxy", "\"verkauf@contoso.mail.example\"", "\"verkauf\"", "\"verkauf\"",
            "is not a plain SMTP address"},
        Row{"group_key", "members = []", "members = []\nmanager = \"x\"", "manager",
            "\"manager\""}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    Account, FederationMistake,
    testing::Values(
        Row{"account_twice", "name = 'CONTOSO\\exchange'", "name = \"ALICE\"", "\"ALICE\"",
            "the names of accounts differ in all tenants"},
        Row{"account_colon", "name = \"alice\"", "name = \"a:lice\"", "\"a:lice\"", "no colon"},
        Row{"account_kind", "kind = \"home-user\"", "kind = \"partner-user\"", "\"partner-user\"",
            "home-user, home-server and home-script"},
        Row{"account_no_user", "user = \"alice@contoso.example\"\n", "", "",
            "stands for one person"},
        Row{"account_user", "user = \"alice@contoso.example\"", "user = \"alice\"",
            "\"alice\"\npass", "is not a plain SMTP address"},
        Row{"account_user_domain", "user = \"alice@contoso.example\"",
            "user = \"alice@fabrikam.example\"", "\"alice@fab",
            "whose domain is no accepted domain"},
        Row{"server_with_user", "kind = \"home-server\"\npassword_hash_file",
            "kind = \"home-server\"\nuser = \"alice@contoso.example\"\npassword_hash_file",
            "\"alice@contoso", "a server asks for nobody in particular"},
        Row{"no_hash", "password_hash_file = \"exchange.hash\"\n", "", "", "or password_hash_file"},
        Row{"two_hashes", "password_hash_file = \"exchange.hash\"",
            "password_hash_file = \"exchange.hash\"\npassword_hash = \"$y$j9T$a$b\"",
            "\"exchange.hash\"", "exclude each other"},
        Row{"hash_file", "\"exchange.hash\"", "\"none.hash\"", "\"none.hash\"",
            "the file does not exist"},
        Row{"hash_file_empty", "\"exchange.hash\"", "\"app.crt\"", "\"app.crt\"",
            "names a file that is empty"}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    AddressSpace, FederationMistake,
    testing::Values(
        Row{"space_own_domain", "forest_name = \"fabrikam.example\"",
            "forest_name = \"contoso.mail.example\"", "\"contoso.mail",
            "an accepted domain of the tenant itself"},
        Row{"space_domain", "forest_name = \"fabrikam.example\"",
            "forest_name = \"*.fabrikam.example\"", "\"*.fab", "is not a mail domain"},
        Row{"space_per_user", "\"OrgWideFBToken\"\ntarget_tenant = \"cn",
            "\"PerUserFB\"\ntarget_tenant = \"cn", "\"PerUserFB\"",
            "rights of a person, which this gateway does not honour: use OrgWideFBToken"},
        Row{"space_org_wide", "\"OrgWideFBToken\"\ntarget_tenant = \"cn",
            "\"OrgWideFB\"\ntarget_tenant = \"cn", "\"OrgWideFB\"",
            "needs an account at the partner"},
        Row{"space_basic", "\"OrgWideFBToken\"\ntarget_tenant = \"cn",
            "\"OrgWideFBBasic\"\ntarget_tenant = \"cn", "\"OrgWideFBBasic\"",
            "is an old name that may stand in exports but cannot be configured"},
        Row{"space_proxy", "\"OrgWideFBToken\"\ntarget_tenant = \"cn",
            "\"InternalProxy\"\ntarget_tenant = \"cn", "\"InternalProxy\"",
            "another server of the same organisation"},
        Row{"space_public", "\"OrgWideFBToken\"\ntarget_tenant = \"cn",
            "\"PublicFolder\"\ntarget_tenant = \"cn", "\"PublicFolder\"", "Exchange 2003"},
        Row{"space_method", "\"OrgWideFBToken\"\ntarget_tenant = \"cn",
            "\"orgwidefbtoken\"\ntarget_tenant = \"cn", "\"orgwide", "use OrgWideFBToken"},
        Row{"space_unknown_target", "target_tenant = \"cn/33333333-3333-3333-3333-333333333333\"",
            "target_tenant = \"us/33333333-3333-3333-3333-333333333333\"", "\"us/3333",
            "neither a [[partner]] nor a [[tenant]]"},
        Row{"space_to_itself", "target_tenant = \"22222222-2222-2222-2222-222222222222\"",
            "target_tenant = \"public/11111111-1111-1111-1111-111111111111\"", "\"public/1111",
            "is the tenant itself"},
        Row{"space_http", "\"https://gateway.fabrikam.example/EWS/Exchange.asmx\"",
            "\"http://gateway.fabrikam.example/EWS/Exchange.asmx\"",
            "\"http:", "write https://host/path"},
        Row{"space_host", "\"https://gateway.fabrikam.example/EWS/Exchange.asmx\"",
            "\"partner.outlook.cn\"", "\"partner.outlook", "write https://host/path"},
        Row{"space_autodiscover_http", "\"https://autodiscover.fabrikam.example/autodiscover",
            "\"http://autodiscover.fabrikam.example/autodiscover",
            "\"http:", "write https://host/path"},
        Row{"partner_host_url", "\"Mail.Fabrikam.example\"", "\"https://mail.fabrikam.example\"",
            "\"https://mail",
            "\"autodiscover_hosts\" has \"https://mail.fabrikam.example\": this is"},
        Row{"partner_host_wildcard", "\"Mail.Fabrikam.example\"", "\"*.fabrikam.example\"",
            "\"*.fabrikam", "not a host name"},
        Row{"space_no_scope",
            "token_scope = \"api://aaaaaaaa-0000-0000-0000-000000000005/.default\"\n", "", "",
            "\"token_scope\" is missing"},
        Row{"space_scope", "\"api://aaaaaaaa-0000-0000-0000-000000000005/.default\"",
            "\"api://aaaaaaaa-0000-0000-0000-000000000005/Calendars.Read\"", "\"api://",
            "a scope is the name"},
        Row{"space_scope_graph", "\"api://aaaaaaaa-0000-0000-0000-000000000005/.default\"",
            "\"https://graph.microsoft.com/.default\"", "\"https://graph.microsoft.com/.default\"",
            "name an application of your own tenant"},
        Row{"space_twice", "forest_name = \"tailspin.example\"",
            "forest_name = \"Fabrikam.example\"", "",
            "two address spaces for \"fabrikam.example\""}),
    label_of);

INSTANTIATE_TEST_SUITE_P(
    OrganizationToken, FederationMistake,
    testing::Values(
        Row{"pin_no_audience", "audience = \"api://aaaaaaaa-0000-0000-0000-000000000006\"\n", "",
            "", "\"audience\" is missing in [partner.organization_token]"},
        Row{"pin_audience", "\"api://aaaaaaaa-0000-0000-0000-000000000006\"",
            "\"https://graph.microsoft.com\"", "\"https://graph", "belongs to Microsoft"},
        Row{"pin_audience_form", "\"api://aaaaaaaa-0000-0000-0000-000000000006\"", "\"their app\"",
            "\"their app\"", "the id or the URI of an application"},
        Row{"pin_no_clients", "client_ids = [\"aaaaaaaa-0000-0000-0000-000000000007\"]\n", "", "",
            "\"client_ids\" is missing"},
        Row{"pin_empty_clients", "[\"aaaaaaaa-0000-0000-0000-000000000007\"]", "[]", "[]",
            "no token would be accepted"},
        Row{"pin_client", "[\"aaaaaaaa-0000-0000-0000-000000000007\"]",
            "[\"aaaaaaaa-0000-0000-0000-000000000007\", \"app\"]", "\"app\"", "is not a GUID"},
        Row{"pin_client_twice", "[\"aaaaaaaa-0000-0000-0000-000000000007\"]",
            "[\"aaaaaaaa-0000-0000-0000-000000000007\", \"AAAAAAAA-0000-0000-0000-000000000007\"]",
            "\"AAAA", "twice"},
        Row{"pin_no_role", "role = \"FreeBusy.Ask\"\n", "", "", "\"role\" is missing"},
        Row{"pin_keys", "role = \"FreeBusy.Ask\"\nkeys_file = \"keys.json\"",
            "role = \"FreeBusy.Ask\"\nkeys_file = \"none.json\"", "\"none.json\"",
            "the file does not exist"}),
    label_of);

TEST_F(FederationFile, GraphSourcesAndPartnersNeedAnApplication) {
  const std::string text = sample_with(R"([tenant.application]
client_id = "AAAAAAAA-0000-0000-0000-000000000001"
certificate_file = "app.crt"
private_key_file = "app.key"
thumbprint = "sha1"
)",
                                       "");
  const auto loaded = load(text);
  ASSERT_EQ(loaded.problems.size(), 2u) << listing(loaded.problems);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("a source of kind \"graph\" needs a token"));
  EXPECT_THAT(loaded.problems[1].sentence,
              HasSubstr("an address space to a partner needs a token"));
}

TEST_F(FederationFile, ABareGuidUnderTwoAuthoritiesIsNotGuessed) {
  const std::string text =
      sample_with("tenant_id = \"33333333-3333-3333-3333-333333333333\"\ncloud",
                  "tenant_id = \"22222222-2222-2222-2222-222222222222\"\ncloud");
  const auto loaded = load(text);
  // The allowed tenant, the target that was the partner, and the other target.
  ASSERT_EQ(loaded.problems.size(), 3u) << listing(loaded.problems);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("exists under 2 authorities"));
  EXPECT_THAT(loaded.problems[1].sentence, HasSubstr("neither a [[partner]] nor a [[tenant]]"));
  EXPECT_THAT(loaded.problems[2].sentence, HasSubstr("exists under 2 authorities"));
}

TEST_F(FederationFile, ATenantWithoutAKeyIsCheckedToItsEnd) {
  const auto loaded = load(R"(version = 1
[[tenant]]
name = "A"
cloud = "commercial"
accepted_domains = ["a.example"]
[[tenant.mailbox]]
address = "b@b.example"
)");
  EXPECT_FALSE(loaded.value);
  const std::string all = listing(loaded.problems);
  EXPECT_THAT(all, HasSubstr("\"authority\" is missing"));
  EXPECT_THAT(all, HasSubstr("\"tenant_id\" is missing"));
  EXPECT_THAT(all, HasSubstr("no accepted domain"));
  EXPECT_THAT(all, HasSubstr("no default_source either"));
}

}  // namespace
}  // namespace fb::config
