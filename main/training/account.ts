/**
 * The training account: one shop and the gateway itself, with all their keys.
 *
 * EVERY KEY IN THIS FILE IS PUBLIC AND WORTHLESS, the private ones too. They were made for training alone, open
 * nothing but the training gateway on this machine, and move no money. Never use one of them anywhere else.
 */

/** A party that may call the gateway: what it signs with, and what checks that. */
export interface Partner {
  /** PID, 16 digits beginning with 2088 (spot-pay 2). */
  readonly id: string
  readonly md5Key: string
  /** Checks the partner's RSA and RSA2 signatures, PEM. */
  readonly publicKeyPem: string
}

export const trainingPartnerId = '2088000000007001'

/** Signs calls and answers alike when `sign_type` is MD5. */
export const trainingMd5Key = 'spottilltrainingkey0000000000001'

/** Worthless on purpose: signs the training shop's calls (RSA, RSA2). */
export const trainingMerchantPrivateKey = `-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDMyZGqJB8JvLDN
NneA+UOcmMefA7eaDj8r9ZWJWQ5QDh7M7w0PJyakzvZxkeCF0rjZWr2vLrt1bxVY
D/O15IeD+W3KXQSJKeW4mHAR32mgSiMIuqlKHpo0gWP5cl6bssu0I8YHjpq7+mVi
Zqj6t5NNKXofXjEP7XxEysHUhaPvVDTStsdGAWDLD0r7764b8ub6Y/X2aoH39Lg4
UrcK990Q/OSY2Spm+lh/5LnDE6at23kw1dKpgpYuD3FK4ltysyTsJj8r2elJns6R
i9qV1ZKexRcRHo+GWA+cR0NXurCpzJ41bi1YEd2SwE8Naw+azsOOlwm/fLaZ6Boa
/YJjMJphAgMBAAECggEAP5nytYbWZO3Hc1SRNOs1hnMkvEwpP51hHUP+l1OjUFWy
Vy9/PM+J/vGQNKF7u9RAOLEn7Dp1WfmQBXOe20UImYJkCM9u0zLB99zQIZzjbzbX
PqTKYwyyE9CDvjs5Ct4yydW6cSpnAC66Qh9kJ8nP480X8poMXsgBKlRWcqy2x2Mv
MHXJP7hGtSw5MrvQspsNr6ppd+JQHBYbRKwHStXNStIyLoAXf/FQz5HF8kNBrzGp
IQKiVifb3GbHEwtKS7kcwI2HrBtHKq6S5dwbZ1Jp2VeaxwSLZbH3+dGuTqHn1J+L
9GnFbwZOZX/BxAmpjfLVvZwvMUns83HdgCmh64nyKQKBgQDzSGmJaiNI1eI6RlrO
mjF/SU8Y7QFecr7inRiBGPF+bmFfIwwvORT5A+pD3AIpY3VMcy6/WezMX/61LByM
vcrJltu0mY07NSSbkcITg54/7DWwJPRcDlaaxilJqME/qvTEPbtE97AJ5lVN6hKe
5eNy+qmeBNEF4IpX25p0nrbhUwKBgQDXfgORJwk0FnGuy4D1KOl5EIrmhDGfTUnd
nvWJ5rEEmTTAY5XRGE2N9YtB6EK3y4BoOTDOU5t/i3kCBwwSr+830aCrGeWa3LzW
5vKjYjxW2eJJFMXtz+33MOeqI+QatT+INxEwj4aCgGUtg36BKa7FaoYMwF3iNh+j
yOs9mNva+wKBgQCbA/XzUEUBYP+QgEnWQVvuriiPSl1H8Dd/L/hwMhOWqwCyXSOj
Z2zcqsj3ylU6SBxyxSXxWXxQUY57pIrghwKS5uRBtGHQazFTS1Htmz0XoAwpm7J0
gdJfNosSW0wfpG/oJymPbX+nHzQVvGN3CiaemefAP3NsmkGsb8qAKq1+7wKBgFN8
+AbRt+gdVfgh0hmpuyLzfM0opE0S1a5uerTt0uF0NhLfwlibcNiyLDzhro+k4V//
4F/f1pwIvl5BurS2wxi+N+ByjRl9shAUtCcG1VfU3K3xxWmIqKqfoPGzLBoI5M9y
fk9xG+0Nr6V9j5KdQqAr0Dm6geU1kPaUzkc0JOHnAoGBANAT+DSLcLityygiAG8U
usA9ThHTuQFs/YjnE1wIeUhCISZwJcbW3jOYMf3O6GorVIZcuVBtwriZesHQC3ZT
vbiAFkqg0CWhMXOO77JTcSBs+9RvX9uVWobUPDfIoQQ67Ic4oaWnbu27BlnWKh5c
SNKRPy52M6TndcHtaMVhOk70
-----END PRIVATE KEY-----
`

export const trainingMerchantPublicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzMmRqiQfCbywzTZ3gPlD
nJjHnwO3mg4/K/WViVkOUA4ezO8NDycmpM72cZHghdK42Vq9ry67dW8VWA/zteSH
g/ltyl0EiSnluJhwEd9poEojCLqpSh6aNIFj+XJem7LLtCPGB46au/plYmao+reT
TSl6H14xD+18RMrB1IWj71Q00rbHRgFgyw9K+++uG/Lm+mP19mqB9/S4OFK3Cvfd
EPzkmNkqZvpYf+S5wxOmrdt5MNXSqYKWLg9xSuJbcrMk7CY/K9npSZ7OkYvaldWS
nsUXER6PhlgPnEdDV7qwqcyeNW4tWBHdksBPDWsPms7DjpcJv3y2megaGv2CYzCa
YQIDAQAB
-----END PUBLIC KEY-----
`

/** Worthless on purpose: signs the training gateway's answers (RSA, RSA2). */
export const trainingGatewayPrivateKey = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCk0k/NGBj2tUnD
MwQfCwFWZisy45vSU0Z4Wp/EO5kVigvDt/X+qurSkzE6TLx4mqOwQnCcntSysWU6
GpvrD5VMhhJczc6K6P1n34CV/0sn1HA7X01m1miaUUjzdXUbApULo8E0w39HJE0E
+82qjmBFZraBZZdFtNn9dGKRGwPx0beORoNrXpq3MJxTYMoXdmyHVBj6LUEQyMJt
CHvoSNNnhUc5n8bjKAkftwNUFFVZASKVJmaWYBsWTHuj9z3NWm7D/Ur9B8hijFfk
8lcAQOzUImHyYw3N8P2Ldj8hvcitftYuheALhuYYi8HoZI82gD9uDti/j2D5Mo/z
WKn2Qb5BAgMBAAECggEACeZqDa8rXLJB9nwbfMPb9jUX1iwuwWDoJDWJUC+mP9F1
aHGl0ICyryhRNifC0Fm1iFJNUlMGAp++LVHI2MMsXBbXhoSEKfrZscIOhrP5bzCG
90H/s7QgP1ivkZQWDyPGERdqdQFjJUJMcAax8VMw/Coxvy77eZ/l0iAKBZ5CS+WM
n3mhQP+SCnVuAz+DOpcvuXo8KqKoEkqRGqiOlq5MiMle/DLGawiirYU8dcdQLRpN
3UbIIPeLYiMrCokHutwoC1Kpg5nLFcACsWUthcBT9utuptLij6EI30AY+9dV5Gmc
F/d1JOH95BZ142Faq2diGvCm5+VXTjY1sc0iRkZCWQKBgQDh+RUmYfYJuWS/4I+F
kcDKxwLKi5PPNpnZivBLU8kzUtELj8nXSE8pYS+YDVFQPkAPYaZvQVzu2whNpF4f
WqcjuNJ3jsyIpjQmFIg2BHfhYraE2kRMKOuUYR0m5O09mr3AToYIzrYlXrj7k3Iw
MypdfiQLh7AyEBX+hutysPhOdQKBgQC6uQqv0IyPKyiIvYFozb0GaSTx5jzsNtAZ
aktarE7Foar7FO1XDSNa1yY6upET+EnOyCeHO4p7foGn/GgqMYuY2zFGU2K2KCl4
9zb8ePMr8XG+k88yYJnQjGLmO0xRNfgaOinYMN+Hp5+50s0atlVtP4AHSf/yTAZd
l43jxmgPHQKBgQCo/M62P3fxWbVgUJzD9HXKrv0FX1AQG/L93otIqcXDHeG61bLJ
zgd1GHqxKPRwH71kQ1BlzumiriYNeifxJqfrbOHoCuAmKLTC7YPXcYv8/wcjXt7I
Xame8ukMFxLbiQbx80cE+yD33VhUurUgGoNKG3T1MmmvZpwsFdWplXJ7qQKBgE47
56lghPQbjiE03XrO8Qs1lMAxyobiNHDho277UQnnQd9vlj3qCE0wZhknQFAQsMQO
AtnbbZtult6OmApNtgK2nD+uAmb2DuJbGlPQTXq08AZ8ocymwuupVmrGn6RLK4e5
pPyrBY0uA3N1SnCNwt9CQt9K9w1LI0Olk1LDN6hVAoGAHzZZEiSlPQw5qRoAhcrT
Kf+2LBIbDVX5muBjv3r3PXkylLA+RMCrFmHNqU3mF43bywrjW7MSa6lK0CkO9m7V
ynXSMZVQtWtrMZLJmCPsm8TgKTQgl/wZ1JsYPqzzWZNqSV1kpU9AvODoGlHUDCwq
7myrXhlXi9Mpny0kez9RH50=
-----END PRIVATE KEY-----
`

/** What a client of the training gateway sets as "Alipay's public key". */
export const trainingGatewayPublicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApNJPzRgY9rVJwzMEHwsB
VmYrMuOb0lNGeFqfxDuZFYoLw7f1/qrq0pMxOky8eJqjsEJwnJ7UsrFlOhqb6w+V
TIYSXM3Oiuj9Z9+Alf9LJ9RwO19NZtZomlFI83V1GwKVC6PBNMN/RyRNBPvNqo5g
RWa2gWWXRbTZ/XRikRsD8dG3jkaDa16atzCcU2DKF3Zsh1QY+i1BEMjCbQh76EjT
Z4VHOZ/G4ygJH7cDVBRVWQEilSZmlmAbFkx7o/c9zVpuw/1K/QfIYoxX5PJXAEDs
1CJh8mMNzfD9i3Y/Ib3IrX7WLoXgC4bmGIvB6GSPNoA/bg7Yv49g+TKP81ip9kG+
QQIDAQAB
-----END PUBLIC KEY-----
`

export const trainingPartner: Partner = {
  id: trainingPartnerId,
  md5Key: trainingMd5Key,
  publicKeyPem: trainingMerchantPublicKey,
}
