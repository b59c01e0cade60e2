// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/sign_in.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <map>

#include "tests/unit/tools/cloudsim/small_world.hpp"
#include "tools/cloudsim/access_token.hpp"
#include "tools/cloudsim/json_web_token.hpp"

namespace fb::cloudsim {
namespace {

using test::Assertion;
using test::keys;
using test::now;

using Form = std::map<std::string, std::string>;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '/') {
      out += c == ':' ? "%3A" : "%2F";
    } else {
      out += c;
    }
  }
  return out;
}

class SignIns : public testing::Test {
 protected:
  static Form good_form() {
    return {{"grant_type", "client_credentials"},
            {"client_id", std::string(test::kClientId)},
            {"scope", "https://graph.microsoft.com/.default"},
            {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
            {"client_assertion", Assertion().signed_by(keys().application)}};
  }

  static Request get(std::string_view host, const std::string& path) {
    return {"GET", std::string(host), path, {}, {}, {}};
  }

  static Request post(const Form& form, std::string_view tenant = test::kContosoId,
                      std::string_view host = test::kPublicLogin) {
    Request out{"POST",
                std::string(host),
                "/" + std::string(tenant) + "/oauth2/v2.0/token",
                {},
                {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
                {}};
    for (const auto& [name, value] : form) {
      out.body += (out.body.empty() ? "" : "&") + name + "=" + escaped(value);
    }
    return out;
  }

  boost::json::object ask(const Request& request, unsigned status) {
    last_ = sign_in_.answer(request, now());
    EXPECT_EQ(last_.reply.status, status) << last_.reply.body;
    return boost::json::parse(last_.reply.body).as_object();
  }

  // The number of the refusal; 0 for a token.
  std::int64_t number(const Request& request) {
    last_ = sign_in_.answer(request, now());
    const auto body = boost::json::parse(last_.reply.body).as_object();
    const auto* codes = body.if_contains("error_codes");
    return codes == nullptr ? 0 : codes->as_array().at(0).as_int64();
  }

  World world_ = test::small_world();
  KeyRing ring_{world_};
  SignIn sign_in_{world_, ring_};
  Answer last_;
};

TEST_F(SignIns, PublishesMetadataInBothVersions) {
  const std::string tid(test::kContosoId);
  const auto v2 =
      ask(get(test::kPublicLogin, "/" + tid + "/v2.0/.well-known/openid-configuration"), 200);
  const std::string root = "https://login.microsoftonline.com/" + tid;
  EXPECT_EQ(text_of(v2, "issuer"), root + "/v2.0");
  EXPECT_EQ(text_of(v2, "token_endpoint"), test::kContosoTokenEndpoint);
  EXPECT_EQ(text_of(v2, "jwks_uri"), root + "/discovery/v2.0/keys");
  EXPECT_EQ(text_of(v2, "tenant_region_scope"), "EU");
  EXPECT_EQ(text_of(v2, "cloud_instance_name"), "microsoftonline.com");
  EXPECT_FALSE(v2.contains("tenant_region_sub_scope"));

  const auto v1 =
      ask(get(test::kPublicLogin, "/" + tid + "/.well-known/openid-configuration"), 200);
  EXPECT_EQ(text_of(v1, "issuer"), "https://sts.windows.net/" + tid + "/");
  EXPECT_EQ(text_of(v1, "token_endpoint"), root + "/oauth2/token");
}

TEST_F(SignIns, TellsASubCloudByItsTenant) {
  const auto agency =
      ask(get(test::kPublicLogin, "/agency.example/v2.0/.well-known/openid-configuration"), 200);
  EXPECT_EQ(text_of(agency, "tenant_region_sub_scope"), "GCC");
  EXPECT_EQ(text_of(agency, "issuer"),
            "https://login.microsoftonline.com/" + std::string(test::kAgencyId) + "/v2.0");
}

TEST_F(SignIns, KnowsATenantOnlyAtItsOwnAuthority) {
  const std::string path =
      "/" + std::string(test::kChinaId) + "/v2.0/.well-known/openid-configuration";
  EXPECT_EQ(number(get(test::kPublicLogin, path)), 90002);
  EXPECT_EQ(last_.reply.status, 400u);
  EXPECT_EQ(number(get(test::kChinaLogin, path)), 0);
}

TEST_F(SignIns, PublishesTheKeysThatSign) {
  const auto set = ask(
      get(test::kPublicLogin, "/" + std::string(test::kContosoId) + "/discovery/v2.0/keys"), 200);
  const auto& entries = set.at("keys").as_array();
  ASSERT_EQ(entries.size(), 2u);
  const SigningKey current = test::signing_key(keys().public_current);
  EXPECT_EQ(text_of(entries[0].as_object(), "kid"), current.kid());
  EXPECT_EQ(text_of(entries[0].as_object(), "n"), current.modulus());
  EXPECT_EQ(text_of(entries[0].as_object(), "e"), "AQAB");
  EXPECT_EQ(text_of(entries[1].as_object(), "kid"), test::signing_key(keys().public_next).kid());
}

// An assertion of the older endpoint; the version of the token is the resource's choice.
TEST_F(SignIns, GivesTokensAtTheOlderEndpoint) {
  const std::string path = "/" + std::string(test::kContosoId) + "/oauth2/token";
  const auto question = [&](std::string_view resource) {
    Assertion assertion;
    assertion.claims["aud"] = "https://login.microsoftonline.com" + path;
    assertion.claims["jti"] = random_guid();
    Form form = good_form();
    form.erase("scope");
    if (!resource.empty()) form["resource"] = resource;
    form["client_assertion"] = assertion.signed_by(keys().application);
    Request out = post(form);
    out.path = path;
    return out;
  };
  const std::string own = "api://" + std::string(test::kResourceId);
  const auto body = ask(question(own), 200);
  EXPECT_EQ(JsonWebToken::read(text_of(body, "access_token"))->text("ver"), "2.0");
  EXPECT_EQ(number(question("")), 900144);
  EXPECT_EQ(number(question("api://unknown")), 500011);
  Request wrong_endpoint = question(own);
  wrong_endpoint.path = post(good_form()).path;
  EXPECT_EQ(number(wrong_endpoint), 1002012);
  Form v2_assertion = good_form();
  v2_assertion["resource"] = own;
  Request older = post(v2_assertion);
  older.path = path;
  EXPECT_EQ(number(older), 700023);

  for (Cloud& cloud : world_.clouds) {
    for (Tenant& tenant : cloud.tenants) {
      for (Resource& resource : tenant.resources) resource.token_version = 1;
    }
  }
  const auto again = ask(question(own), 200);
  EXPECT_EQ(JsonWebToken::read(text_of(again, "access_token"))->text("ver"), "1.0");
}

TEST_F(SignIns, ACertificateThatIsNoLongerRegisteredIsRefused) {
  ASSERT_TRUE(ring_.register_only(test::kClientId, {}));
  EXPECT_EQ(number(post(good_form())), 700027);
  ASSERT_TRUE(ring_.register_only(test::kClientId, {0}));
  EXPECT_EQ(number(post(good_form())), 0);
}

TEST_F(SignIns, GivesATokenThatTheResourceAccepts) {
  const auto body = ask(post(good_form()), 200);
  EXPECT_EQ(text_of(body, "token_type"), "Bearer");
  EXPECT_EQ(body.at("expires_in"), 3599);
  const auto accepted = accept_app_token(body.at("access_token").as_string(),
                                         world_.clouds_with_graph(test::kPublicGraph),
                                         "https://graph.microsoft.com", ring_, now());
  ASSERT_TRUE(accepted) << accepted.error().detail();
  EXPECT_EQ(accepted->roles, std::vector<std::string>{"Calendars.ReadBasic.All"});
  EXPECT_EQ(last_.seen.tenant, "contoso");
  EXPECT_EQ(last_.seen.application, test::kClientId);
}

TEST_F(SignIns, GivesATokenForAnOwnResourceToItsBareAppId) {
  Form form = good_form();
  form["scope"] = "api://" + std::string(test::kResourceId) + "/.default";
  const auto body = ask(post(form), 200);
  const std::string text(body.at("access_token").as_string());
  const auto token = JsonWebToken::read(text);
  ASSERT_TRUE(token);
  EXPECT_EQ(token->text("aud"), test::kResourceId);
  EXPECT_EQ(token->texts("roles"), std::vector<std::string_view>{"FreeBusy.Read"});
}

TEST_F(SignIns, UsesAnAssertionOnce) {
  EXPECT_EQ(number(post(good_form())), 0);
  Form again = good_form();
  EXPECT_EQ(number(post(again)), 50027);
  EXPECT_EQ(last_.reply.status, 401u);
}

TEST_F(SignIns, SaysWhatIsWrongAsTheRealServiceDoes) {
  Form form = good_form();
  form["client_id"] = std::string(test::kResourceId);
  Request request = post(form);
  request.headers.emplace_back("client-request-id", "77777777-0000-4000-8000-000000000001");
  const auto body = ask(request, 400);
  EXPECT_EQ(text_of(body, "error"), "unauthorized_client");
  const std::string words(body.at("error_description").as_string());
  EXPECT_TRUE(words.starts_with("AADSTS700016: ")) << words;
  EXPECT_EQ(text_of(body, "correlation_id"), "77777777-0000-4000-8000-000000000001");
  EXPECT_EQ(text_of(body, "timestamp"), "2031-05-06 08:00:00Z");
  EXPECT_EQ(body.at("trace_id").as_string().size(), 36u);
}

struct FormRow {
  const char* field;
  const char* value;  // null: the field is left out
  int number;
  unsigned status;
};

class ChangedForm : public SignIns, public testing::WithParamInterface<FormRow> {};

TEST_P(ChangedForm, IsRefused) {
  const FormRow& row = GetParam();
  Form form = good_form();
  form.erase(row.field);
  if (row.value != nullptr) form[row.field] = row.value;
  EXPECT_EQ(number(post(form)), row.number) << row.field;
  EXPECT_EQ(last_.reply.status, row.status) << row.field;
  EXPECT_EQ(last_.reply.body.find("access_token"), std::string::npos);
}

const FormRow kRows[] = {
    FormRow{"grant_type", nullptr, 900144, 400},
    FormRow{"grant_type", "password", 70003, 400},
    FormRow{"client_id", nullptr, 900144, 400},
    FormRow{"client_id", "33333333-0000-4000-8000-000000000001", 700016, 400},
    FormRow{"client_secret", "hunter2", 7000215, 401},
    FormRow{"client_assertion", nullptr, 7000216, 401},
    FormRow{"client_assertion", "a.b.c", 50027, 401},
    FormRow{"client_assertion_type", nullptr, 900144, 400},
    FormRow{"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
            900144, 400},
    FormRow{"scope", nullptr, 1002012, 400},
    FormRow{"scope", "https://graph.microsoft.com/Calendars.Read", 1002012, 400},
    FormRow{"scope", "https://graph.microsoft.com/.default+openid/.default", 1002012, 400},
    FormRow{"scope", "https://graph.microsoft.us/.default", 500011, 400},
    FormRow{"scope", "api://44444444-0000-4000-8000-000000000001/.default", 500011, 400},
    FormRow{"scope", "/.default", 500011, 400}};

INSTANTIATE_TEST_SUITE_P(OneChangeEach, ChangedForm, testing::ValuesIn(kRows));

TEST_F(SignIns, RefusesAFieldGivenTwice) {
  Request request = post(good_form());
  request.body += "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";
  EXPECT_EQ(number(request), 90015);
}

TEST_F(SignIns, RefusesABodyThatIsNoForm) {
  Request request = post(good_form());
  request.headers.clear();
  EXPECT_EQ(number(request), 900144);
}

TEST_F(SignIns, RefusesTheAssertionOfAnotherTenant) {
  // The application exists there too, but the assertion names contoso's endpoint.
  EXPECT_EQ(number(post(good_form(), test::kAgencyId)), 700023);
}

TEST_F(SignIns, HasNothingElse) {
  const std::string tid(test::kContosoId);
  for (const std::string& path : {std::string("/"), "/" + tid, "/" + tid + "/oauth2/v1.0/token",
                                  "/" + tid + "/oauth2/v2.0/token/",
                                  "/" + tid + "/oauth2/v2.0/authorize", std::string("*")}) {
    EXPECT_EQ(sign_in_.answer(get(test::kPublicLogin, path), now()).reply.status, 404u) << path;
  }
  EXPECT_EQ(sign_in_.answer(get(test::kPublicLogin, "/" + tid + "/oauth2/v2.0/token"), now())
                .reply.status,
            405u);
}

}  // namespace
}  // namespace fb::cloudsim
