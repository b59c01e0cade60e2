// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tests/integration/delegation_stage.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/support/jwt_signer.hpp"

namespace fb::test {
namespace {

const std::string kPrograms = std::string(FB_BINARY_DIR) + "/bin/";

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string federation_of(const char* uri, const char* path, bool bearer) {
  std::string out = "\n[[federation]]\nuri = " + quoted(uri) + "\nhost = " + quoted(kTokenHost) +
                    "\npath = " + quoted(path) +
                    "\nmetadata_path = " + quoted(std::string(path) + ".metadata") +
                    "\nsigning_key_files = [\"sts.key\", \"sts-next.key\"]\n"
                    "signing_certificate_files = [\"sts.pem\", \"sts-next.pem\"]\n";
  for (const std::string& name : {std::string("contoso"), std::string("fabrikam")}) {
    out += "\n[[federation.organization]]\napplication_uri = \"http://fydibohf25spdlt." + name +
           ".example\"\ndomains = [\"" + name + ".example\"]\ncertificate_files = [\"" + name +
           ".pem\"]\noffers = [\"MSExchange.SharingCalendarFreeBusy\", "
           "\"MSExchange.Autodiscover\"]\n";
    if (bearer) out += "bearer = true\n";
  }
  return out;
}

}  // namespace

DelegationStage::DelegationStage() {
  write_keys();
  const auto cloud = pki_.issue({.names = {kTokenHost, "graph.microsoft.com", kAdminHost}});
  const auto own = pki_.issue({.names = {kGatewayHost}});
  const std::string port_file = write("port", "");
  std::filesystem::remove(port_file);
  const std::string cloud_log = write("cloudsim.log", "");
  cloudsim_ = std::make_unique<RunningProgram>(
      kPrograms + "cloudsim",
      std::vector<std::string>{"--config", write("cloudsim.toml", cloudsim_config(cloud)),
                               "--port-file", port_file},
      cloud_log);
  wait_until([&] { return std::filesystem::exists(port_file); }, *cloudsim_, cloud_log);
  cloudsim_port_ = static_cast<std::uint16_t>(std::stoi(content_of(port_file)));

  gateway_port_ = free_port();
  write("federation.toml", federation());
  const std::string gateway_log = write("freebusyd.log", "");
  gateway_ = std::make_unique<RunningProgram>(
      kPrograms + "freebusyd",
      std::vector<std::string>{"--config", write("freebusyd.toml", settings(own))}, gateway_log);
  wait_until([&] { return accepts(gateway_port_); }, *gateway_, gateway_log);
}

std::string DelegationStage::write(const std::string& name, const std::string& content) const {
  return pki_.file(name, content);
}

void DelegationStage::write_keys() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  for (const char* name : {"sts", "sts-next", "contoso", "contoso-new", "fabrikam"}) {
    const RsaKey& key = RsaKey::shared(name);
    write(std::string(name) + ".key", key.private_pem());
    write(std::string(name) + ".pem",
          key.certificate_pem(now - std::chrono::hours(1), now + std::chrono::hours(24)));
  }
  write("signing.key", RsaKey::shared("sts").private_pem());
  write("admin.secret", std::string(kAdminSecret) + "\n");
  std::filesystem::create_directory(write("mark", "") + "-calendars");
}

std::string DelegationStage::cloudsim_config(const CertificateFiles& tls) const {
  return "version = 1\nadmin_secret_file = \"admin.secret\"\n\n[listener]\ncertificate_file = " +
         quoted(tls.chain) + "\nprivate_key_file = " + quoted(tls.key) +
         "\n\n[[cloud]]\nname = \"commercial\"\nlogin_host = " + quoted(kTokenHost) +
         "\nsigning_key_files = [\"signing.key\"]\n\n[[cloud.tenant]]\nname = \"contoso\"\n"
         "tenant_id = \"11111111-0000-4000-8000-000000000001\"\ndomains = [\"contoso.example\"]\n" +
         federation_of(kIssuer, "/extSTS.srf", false) +
         federation_of(kBearerIssuer, "/bearer.srf", true);
}

std::string DelegationStage::settings(const CertificateFiles& tls) const {
  return "version = 1\n\n[gateway]\nid = \"fabrikam\"\nthreads = 1\n"
         "federation_file = \"federation.toml\"\n\n[listener]\naddress = \"127.0.0.1\"\nport = " +
         std::to_string(gateway_port_) + "\ncertificate_file = " + quoted(tls.chain) +
         "\nprivate_key_file = " + quoted(tls.key) + "\npublic_url = \"https://" + kGatewayHost +
         "\"\n\n[net]\nca_file = " + quoted(pki_.ca_file()) +
         "\nallow_private = [\"127.0.0.0/8\"]\n\n[net.hosts]\n" + quoted(kTokenHost) +
         " = \"127.0.0.1:" + std::to_string(cloudsim_port_) + "\"\n";
}

std::string DelegationStage::federation() const {
  std::string out =
      "version = 1\n\n[[tenant]]\nname = \"fabrikam\"\nauthority = \"public\"\n"
      "cloud = \"commercial\"\ntenant_id = \"11111111-0000-4000-8000-000000000002\"\n"
      "accepted_domains = [\"fabrikam.example\"]\n\n[tenant.federation_trust]\nproof_required = "
      "true\napplication_uri = " +
      quoted(kFabrikamUri) +
      "\nkey = { certificate_file = \"fabrikam.pem\", private_key_file = \"fabrikam.key\" }\n";
  for (const char* uri : {kIssuer, kBearerIssuer}) {
    const config::TokenIssuer one = issuer(uri);
    out += "\n[[tenant.federation_trust.token_issuer]]\nuri = " + quoted(uri) +
           "\nendpoint = " + quoted(one.endpoint) + "\nmetadata_url = " + quoted(one.metadata_url) +
           "\n";
  }
  return out +
         "\n[[tenant.source]]\nname = \"files\"\nkind = \"ics\"\nfolder = \"mark-calendars\"\n"
         "zone = \"UTC\"\n\n[[tenant.mailbox]]\naddress = \"quentin@fabrikam.example\"\n"
         "source = \"files\"\n\n[[partner]]\nname = \"contoso\"\nauthority = \"public\"\n"
         "cloud = \"commercial\"\ntenant_id = \"11111111-0000-4000-8000-000000000001\"\n"
         "domains = [\"contoso.example\"]\ntoken_issuers = [" +
         quoted(kIssuer) + ", " + quoted(kBearerIssuer) + "]\n";
}

config::FederationTrust DelegationStage::contoso() const {
  config::FederationTrust trust;
  trust.application_uri = kContosoUri;
  trust.key = pair("contoso");
  return trust;
}

config::KeyPairFiles DelegationStage::pair(const std::string& name) const {
  const auto folder = std::filesystem::path(pki_.ca_file()).parent_path();
  return {folder / (name + ".pem"), folder / (name + ".key")};
}

config::TokenIssuer DelegationStage::issuer(const std::string& uri) const {
  config::TokenIssuer issuer;
  issuer.uri = uri;
  issuer.endpoint =
      std::string("https://") + kTokenHost + (uri == kBearerIssuer ? "/bearer.srf" : "/extSTS.srf");
  issuer.metadata_url = issuer.endpoint + ".metadata";
  return issuer;
}

net::ClientSettings DelegationStage::client_settings() const {
  net::ClientSettings settings;
  const std::string cloudsim = "127.0.0.1:" + std::to_string(cloudsim_port_);
  settings.hosts[kTokenHost] = cloudsim;
  settings.hosts[kAdminHost] = cloudsim;
  settings.hosts[kGatewayHost] = "127.0.0.1:" + std::to_string(gateway_port_);
  settings.allow_private = {"127.0.0.0/8"};
  return settings;
}

}  // namespace fb::test
