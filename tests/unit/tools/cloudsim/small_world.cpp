// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/unit/tools/cloudsim/small_world.hpp"

#include <boost/json/array.hpp>

namespace fb::cloudsim::test {
namespace {

Resource graph_of(const std::string& host) {
  return {"https://" + host, "https://" + host, {}, true};
}

Resource own_resource() {
  const std::string id(kResourceId);
  return {"api://" + id, id, {"FreeBusy.Read"}, false};
}

Tenant tenant(std::string name, std::string_view id, const char* domain, const std::string& graph) {
  Tenant out{std::move(name), *model::TenantId::parse(id), {}, {}, {}, {}};
  out.domains.push_back(*model::SmtpDomain::parse(domain));
  out.resources.push_back(graph_of(graph));
  return out;
}

}  // namespace

const Keys& keys() {
  static const Keys all;
  return all;
}

model::UtcTime now() {
  using namespace std::chrono;
  return sys_days(year(2031) / 5 / 6) + hours(8);
}

std::int64_t seconds(model::UtcTime at) { return at.time_since_epoch().count(); }

SigningKey signing_key(const Rsa& rsa) { return *SigningKey::read(rsa.private_pem()); }

RegisteredCertificate certificate(const Rsa& rsa) {
  return *RegisteredCertificate::read(rsa.certificate_pem());
}

World small_world() {
  World out;
  out.admin_secret = "admin-secret";
  out.authorities[std::string(kPublicLogin)] = {signing_key(keys().public_current),
                                                signing_key(keys().public_next)};
  out.authorities[std::string(kChinaLogin)] = {signing_key(keys().china)};

  const std::string graph(kPublicGraph);
  Tenant contoso = tenant("contoso", kContosoId, "contoso.example", graph);
  contoso.resources.push_back(own_resource());
  Application application{std::string(kClientId), {certificate(keys().application)}, {}};
  application.grants.push_back({"https://" + graph, {"Calendars.ReadBasic.All"}});
  application.grants.push_back({own_resource().uri, {"FreeBusy.Read"}});
  contoso.applications.push_back(application);
  Tenant agency = tenant("agency", kAgencyId, "agency.example", graph);
  agency.applications.push_back(application);
  const std::string china_graph = "microsoftgraph.chinacloudapi.cn";
  Tenant china = tenant("contoso-china", kChinaId, "contoso-cn.example", china_graph);
  china.applications.push_back(application);

  const std::string login(kPublicLogin);
  out.clouds.push_back({"commercial",
                        login,
                        "sts.windows.net",
                        "microsoftonline.com",
                        "EU",
                        "",
                        graph,
                        "",
                        {contoso}});
  out.clouds.push_back(
      {"gcc", login, "sts.windows.net", "microsoftonline.com", "NA", "GCC", graph, "", {agency}});
  out.clouds.push_back({"21vianet",
                        std::string(kChinaLogin),
                        "sts.chinacloudapi.cn",
                        "partner.microsoftonline.cn",
                        "AS",
                        "",
                        china_graph,
                        "",
                        {china}});
  return out;
}

Assertion::Assertion()
    : header{{"alg", "PS256"},
             {"typ", "JWT"},
             {"x5t#S256", base64url(thumbprint(keys().application.certificate_pem(), "SHA256"))}},
      claims{{"iss", kClientId},
             {"sub", kClientId},
             {"aud", kContosoTokenEndpoint},
             {"jti", "44444444-0000-4000-8000-000000000001"},
             {"nbf", seconds(now())},
             {"exp", seconds(now()) + 600}} {}

std::string Assertion::signed_by(const Rsa& rsa) const {
  const std::string text = unsigned_token(header, claims);
  const bool pss = header.contains("alg") && header.at("alg") == "PS256";
  return text + '.' + base64url(pss ? rsa.ps256(text) : rsa.rs256(text));
}

AccessToken::AccessToken()
    : header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", signing_key(keys().public_current).kid()}},
      claims{{"aud", "https://graph.microsoft.com"},
             {"iss", "https://login.microsoftonline.com/" + std::string(kContosoId) + "/v2.0"},
             {"nbf", seconds(now())},
             {"exp", seconds(now()) + 3600},
             {"tid", kContosoId},
             {"azp", kClientId},
             {"azpacr", "2"},
             {"idtyp", "app"},
             {"oid", "55555555-0000-4000-8000-000000000001"},
             {"sub", "55555555-0000-4000-8000-000000000001"},
             {"roles", boost::json::array{"Calendars.ReadBasic.All"}},
             {"ver", "2.0"}} {}

std::string AccessToken::signed_by(const Rsa& rsa) const {
  const std::string text = unsigned_token(header, claims);
  return text + '.' + base64url(rsa.rs256(text));
}

}  // namespace fb::cloudsim::test
