// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/sign_in.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "protocols/wire/iso8601.hpp"
#include "tools/cloudsim/access_token.hpp"
#include "tools/cloudsim/client_assertion.hpp"

namespace fb::cloudsim {
namespace {

constexpr std::string_view kAssertionType =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
constexpr std::string_view kDefaultScope = "/.default";

Answer json_answer(unsigned status, const boost::json::object& body, Observation seen = {}) {
  Answer out;
  out.reply.status = status;
  out.reply.headers.emplace_back("Cache-Control", "no-store, no-cache");
  out.reply.body = boost::json::serialize(body);
  out.seen = std::move(seen);
  return out;
}

std::string correlation_of(const Request& request) {
  const auto given = model::CorrelationId::parse(request.header("client-request-id"));
  return given ? given->str() : random_guid();
}

Answer refuse(const Request& request, const Refusal& refusal, model::UtcTime now,
              Observation seen = {}) {
  const std::string trace = random_guid();
  const std::string correlation = correlation_of(request);
  std::string at;
  wire::append_utc_time(now, at);
  at[at.find('T')] = ' ';
  const std::string words = "AADSTS" + std::to_string(refusal.number) + ": " + refusal.description +
                            " Trace ID: " + trace + " Correlation ID: " + correlation +
                            " Timestamp: " + at;
  return json_answer(refusal.status,
                     {{"error", refusal.error},
                      {"error_description", words},
                      {"error_codes", boost::json::array{refusal.number}},
                      {"timestamp", at},
                      {"trace_id", trace},
                      {"correlation_id", correlation}},
                     std::move(seen));
}

Answer not_found() {
  Answer out;
  out.reply.status = 404;
  out.reply.content_type = "text/plain; charset=utf-8";
  return out;
}

boost::json::object metadata(const TenantInCloud& at, bool version_2) {
  const std::string root = "https://" + at.cloud->login_host + "/" + at.tenant->id.str();
  const std::string middle = version_2 ? "/oauth2/v2.0/" : "/oauth2/";
  boost::json::object out{
      {"token_endpoint", root + middle + "token"},
      {"token_endpoint_auth_methods_supported", boost::json::array{"private_key_jwt"}},
      {"token_endpoint_auth_signing_alg_values_supported", boost::json::array{"PS256", "RS256"}},
      {"jwks_uri", root + (version_2 ? "/discovery/v2.0/keys" : "/discovery/keys")},
      {"response_types_supported", boost::json::array{"code"}},
      {"grant_types_supported", boost::json::array{"client_credentials"}},
      {"subject_types_supported", boost::json::array{"pairwise"}},
      {"id_token_signing_alg_values_supported", boost::json::array{"RS256"}},
      {"authorization_endpoint", root + middle + "authorize"},
      {"issuer", version_2 ? at.cloud->issuer(*at.tenant) : at.cloud->issuer_v1(*at.tenant)},
      {"tenant_region_scope", at.cloud->region_scope},
      {"cloud_instance_name", at.cloud->instance_name},
      {"msgraph_host", at.cloud->graph_host},
  };
  // Only tenants of the sub-clouds have it, as in the real documents.
  if (!at.cloud->region_sub_scope.empty()) {
    out["tenant_region_sub_scope"] = at.cloud->region_sub_scope;
  }
  return out;
}

boost::json::object key_set(const TenantInCloud& at, const KeyRing& keys) {
  boost::json::array entries;
  for (const SigningKey* key : keys.published(at.cloud->login_host)) {
    entries.push_back(boost::json::object{{"kty", "RSA"},
                                          {"use", "sig"},
                                          {"kid", key->kid()},
                                          {"n", key->modulus()},
                                          {"e", key->exponent()},
                                          {"issuer", at.cloud->issuer(*at.tenant)},
                                          {"cloud_instance_name", at.cloud->instance_name}});
  }
  return {{"keys", std::move(entries)}};
}

std::optional<Refusal> check_form(const Request& request) {
  static constexpr std::array<std::string_view, 6> kFields{
      "grant_type", "client_id", "scope", "resource", "client_assertion_type", "client_assertion"};
  if (request.media_type() != "application/x-www-form-urlencoded") {
    return Refusal{400, "invalid_request", 900144, "The body is no form with a grant_type."};
  }
  for (const std::string_view field : kFields) {
    if (form_count(request.body, field) > 1) {
      return Refusal{400, "invalid_request", 90015, std::string(field) + " is given twice."};
    }
  }
  const std::string grant = form_value(request.body, "grant_type");
  if (grant.empty()) {
    return Refusal{400, "invalid_request", 900144, "The body must contain a grant_type."};
  }
  if (grant != "client_credentials") {
    return Refusal{400, "unsupported_grant_type", 70003, "Only client_credentials is offered."};
  }
  if (form_value(request.body, "client_id").empty()) {
    return Refusal{400, "invalid_request", 900144, "The body must contain a client_id."};
  }
  return std::nullopt;
}

std::optional<Refusal> check_credential_form(const Request& request) {
  if (form_count(request.body, "client_secret") > 0) {
    return Refusal{401, "invalid_client", 7000215, "No application here has a client secret."};
  }
  if (form_value(request.body, "client_assertion").empty()) {
    return Refusal{401, "invalid_client", 7000216, "The body must contain a client_assertion."};
  }
  if (form_value(request.body, "client_assertion_type") != kAssertionType) {
    return Refusal{400, "invalid_request", 900144, "The client_assertion_type is not jwt-bearer."};
  }
  return std::nullopt;
}

// The URI of what a token is asked for; none where the question does not say it as its version has
// to.
std::optional<std::string> resource_of(const Request& request, int version) {
  std::string wanted = form_value(request.body, version == 1 ? "resource" : "scope");
  if (version == 1) return wanted.empty() ? std::nullopt : std::optional(wanted);
  if (!wanted.ends_with(kDefaultScope) || wanted.find(' ') != std::string::npos) {
    return std::nullopt;
  }
  wanted.resize(wanted.size() - kDefaultScope.size());
  return wanted;
}

Refusal no_resource(int version) {
  if (version == 1) {
    return {400, "invalid_request", 900144, "The body must contain a resource."};
  }
  return {400, "invalid_scope", 1002012,
          "The scope of client credentials is one resource followed by /.default."};
}

}  // namespace

Answer SignIn::answer(const Request& request, model::UtcTime now) {
  if (!request.path.starts_with('/')) return not_found();
  const auto slash = request.path.find('/', 1);
  if (slash == std::string::npos) return not_found();
  const std::string segment = request.path.substr(1, slash - 1);
  const std::string rest = request.path.substr(slash);

  const bool token_v1 = rest == "/oauth2/token";
  const bool token_endpoint = token_v1 || rest == "/oauth2/v2.0/token";
  const bool metadata_v2 = rest == "/v2.0/.well-known/openid-configuration";
  const bool metadata_v1 = rest == "/.well-known/openid-configuration";
  const bool keys = rest == "/discovery/v2.0/keys" || rest == "/discovery/keys";
  if (!token_endpoint && !metadata_v2 && !metadata_v1 && !keys) return not_found();
  if (request.method != (token_endpoint ? "POST" : "GET")) {
    Answer out = not_found();
    out.reply.status = 405;
    return out;
  }

  const auto at = world_.tenant_at(request.host, segment);
  if (!at) {
    return refuse(request, {400, "invalid_request", 90002, "The tenant was not found here."}, now);
  }
  if (token_endpoint) return token(request, *at, token_v1 ? 1 : 2, now);
  const auto document = keys ? key_set(*at, keys_) : metadata(*at, metadata_v2);
  return json_answer(200, document, {at->tenant->name, {}, 0});
}

Answer SignIn::token(const Request& request, const TenantInCloud& at, int version,
                     model::UtcTime now) {
  Observation seen{at.tenant->name, {}, 0};
  if (const auto refusal = check_form(request)) return refuse(request, *refusal, now, seen);
  const std::string client_id = lower(form_value(request.body, "client_id"));
  const Application* application = at.tenant->application(client_id);
  if (application == nullptr) {
    return refuse(request,
                  {400, "unauthorized_client", 700016,
                   "The application was not found in the tenant " + at.tenant->name + "."},
                  now, seen);
  }
  seen.application = client_id;
  if (const auto refusal = check_credential_form(request)) {
    return refuse(request, *refusal, now, seen);
  }
  // The scope before the assertion, which would otherwise be used up by a mistyped scope.
  const auto wanted = resource_of(request, version);
  if (!wanted) return refuse(request, no_resource(version), now, seen);
  const Application registered = keys_.registered(*application);
  const AssertionContext context{registered, at.cloud->token_endpoint(*at.tenant, version), now};
  const std::string assertion = form_value(request.body, "client_assertion");
  if (const auto refusal = check_assertion(assertion, context, used_)) {
    return refuse(request, *refusal, now, seen);
  }
  const Resource* resource = at.tenant->resource(*wanted);
  if (resource == nullptr) {
    return refuse(
        request,
        {400, "invalid_resource", 500011,
         "The resource of the scope was not found in the tenant " + at.tenant->name + "."},
        now, seen);
  }
  const std::chrono::seconds lifetime = at.cloud->token_lifetime;
  const TokenShape shape{resource->audience, resource->token_version, false};
  const std::string access_token =
      issue_app_token(at, *application, shape, application->roles_for(resource->uri),
                      keys_.signing(at.cloud->login_host), now, lifetime);
  return json_answer(200,
                     {{"token_type", "Bearer"},
                      {"expires_in", lifetime.count()},
                      {"ext_expires_in", lifetime.count()},
                      {"access_token", access_token}},
                     std::move(seen));
}

}  // namespace fb::cloudsim
