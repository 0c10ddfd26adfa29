#!/bin/sh
# Makes signed calls to a gateway with curl and openssl alone: no code of Spot Till takes part.
#
#     sh test/training/curl-openssl.sh http://127.0.0.1:8910/gateway.do
#
# Shows every answer; ends with 0 when all of them were as expected, and with 1 at the first that was not.
# Against the training gateway it needs nothing else; its keys come from the gateway itself.
set -eu

gateway=${1:?usage: curl-openssl.sh GATEWAY-URL}
origin=$(printf '%s' "$gateway" | sed 's|^\([a-z]*://[^/]*\).*|\1|')
partner=2088000000007001
md5_key=spottilltrainingkey0000000000001
id=CURL$(date +%s)$$

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

curl --silent --show-error --fail --output "$work/merchant.pem" "$origin/keys/merchant-private.pem"
curl --silent --show-error --fail --output "$work/gateway.pem" "$origin/keys/gateway-public.pem"

fail() {
  printf 'NOT AS EXPECTED: %s\n' "$1" >&2
  exit 1
}

# The text that is signed: parameters sorted by name, raw values, joined by "&", no line end.
sorted_text() {
  sort "$work/parameters" | tr '\n' '&' | sed 's/&$//' | tr -d '\n'
}

sign_md5() {
  { sorted_text; printf '%s' "$md5_key"; } | openssl dgst -md5 | sed 's/.*= *//' | tr -d '\n'
}
sign_rsa2() {
  sorted_text | openssl dgst -sha256 -sign "$work/merchant.pem" | openssl base64 -A
}

# send SIGN_TYPE SIGNATURE: posts the parameters, leaves the answer in $work/answer. curl does the percent-encoding.
send() {
  set -- --data-urlencode "sign_type=$1" --data-urlencode "sign=$2"
  while IFS= read -r parameter; do
    set -- "$@" --data-urlencode "$parameter"
  done <"$work/parameters"
  curl --silent --show-error --max-time 20 --output "$work/answer" "$@" "$gateway?_input_charset=UTF-8"
  cat "$work/answer"
  printf '\n\n'
}

pay_parameters() {
  cat >"$work/parameters" <<END
_input_charset=UTF-8
alipay_seller_id=$partner
biz_product=OVERSEAS_MBARCODE_PAY
buyer_identity_code=280000000700000003
currency=USD
extend_info={"store_id":"S001","store_name":"Corner shop"}
identity_code_type=barcode
partner=$partner
partner_trans_id=$1
service=alipay.acquire.overseas.spot.pay
trans_amount=12.50
trans_name=Tea & cake at 5+1 o'clock
END
}

expect() {
  grep -q "$1" "$work/answer" || fail "the answer does not hold $1"
}

# The children of the signed block as "name=value", sorted and joined: what the gateway signed.
answer_text() {
  sed 's/.*<response><alipay>//; s/<\/alipay><\/response>.*//' "$work/answer" |
    sed 's/<\/[a-z_]*>/\
/g' | sed -n 's/^<\([a-z_]*\)>\(..*\)$/\1=\2/p' | sort | tr '\n' '&' | sed 's/&$//' | tr -d '\n'
}
answer_sign() {
  sed 's/.*<sign>//; s/<\/sign>.*//' "$work/answer" | tr -d '\n'
}

export LC_ALL=C # Sort by bytes, as the wire does.

echo '1. PAY signed with MD5'
pay_parameters "$id-1"
send MD5 "$(sign_md5)"
expect '<is_success>T</is_success>'
expect '<result_code>SUCCESS</result_code>'
expect "<partner_trans_id>$id-1</partner_trans_id>"
[ "$({ answer_text; printf '%s' "$md5_key"; } | openssl dgst -md5 | sed 's/.*= *//')" = "$(answer_sign)" ] ||
  fail 'the MD5 signature of the answer does not fit'

echo '2. PAY signed with RSA2, the answer checked with the public key of the gateway'
pay_parameters "$id-2"
send RSA2 "$(sign_rsa2)"
expect '<result_code>SUCCESS</result_code>'
answer_sign | openssl base64 -d -A >"$work/answer.sign"
answer_text >"$work/answer.text"
openssl dgst -sha256 -verify "$work/gateway.pem" -signature "$work/answer.sign" "$work/answer.text" ||
  fail 'the RSA2 signature of the answer does not fit'
printf 'x' >>"$work/answer.text"
if openssl dgst -sha256 -verify "$work/gateway.pem" -signature "$work/answer.sign" "$work/answer.text" >/dev/null 2>&1; then
  fail 'a changed answer passes the check'
fi
echo

echo '3. QUERY of the second payment'
cat >"$work/parameters" <<END
_input_charset=UTF-8
partner=$partner
partner_trans_id=$id-2
service=alipay.acquire.overseas.query
END
send RSA2 "$(sign_rsa2)"
expect '<alipay_trans_status>TRADE_SUCCESS</alipay_trans_status>'

echo '4. PAY with a wrong signature'
pay_parameters "$id-3"
send MD5 00000000000000000000000000000000
expect '<is_success>F</is_success>'
expect '<error>ILLEGAL_SIGN</error>'

echo '5. PAY whose amount was changed after signing'
pay_parameters "$id-4"
signature=$(sign_rsa2)
sed 's/^trans_amount=.*/trans_amount=0.01/' "$work/parameters" >"$work/changed"
mv "$work/changed" "$work/parameters"
send RSA2 "$signature"
expect '<error>ILLEGAL_SIGN</error>'

echo 'All answers were as expected.'
