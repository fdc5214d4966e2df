#include "crawler/fetch/net_address.h"

#include <gtest/gtest.h>

namespace horizon::crawler {
namespace {

TEST(IsForbiddenAddress, PrivateAndSpecial) {
  for (const char* const address : {"127.0.0.1",
                                    "127.255.255.254",
                                    "0.0.0.0",
                                    "10.0.0.1",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.168.1.1",
                                    "169.254.169.254",
                                    "100.64.0.1",
                                    "198.18.0.1",
                                    "224.0.0.1",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "192.0.2.1",
                                    "::",
                                    "::1",
                                    "fe80::1",
                                    "fe80::1%eth0",
                                    "fc00::1",
                                    "fd12:3456::1",
                                    "ff02::1",
                                    "::ffff:10.0.0.1",
                                    "::ffff:7f00:1",
                                    "::127.0.0.1",
                                    "64:ff9b::a00:1",
                                    "2002:7f00:1::",
                                    "2001:0:1::1",
                                    "2001:db8::1",
                                    "100::1",
                                    "64:ff9b:1::1",
                                    "4000::1",
                                    "5f00::1",
                                    "fec0::1",
                                    "3fff::1",
                                    "2606:4700::5efe:10.0.0.1",
                                    "2606:4700::200:5efe:127.0.0.1",
                                    "",
                                    "localhost",
                                    "0x7f.1",
                                    "1.2.3"}) {
    EXPECT_TRUE(is_forbidden_address(address)) << address;
  }
}

TEST(IsForbiddenAddress, PublicOnesAreNot) {
  for (const char* const address :
       {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "192.0.1.1",
        "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2002:808:808::1", "2606:4700::5efe:8.8.8.8", "3ffe::1"}) {
    EXPECT_FALSE(is_forbidden_address(address)) << address;
  }
}

}  // namespace
}  // namespace horizon::crawler
