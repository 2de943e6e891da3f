// SPDX-License-Identifier: Apache-2.0
// Lists of codes that other layers keep: countries, currencies, languages of content.
#include "record/schema.h"
#include "text/country.h"
#include "text/lang.h"

static str country_code_at(ptrdiff_t i)
{
    return str_of(country_at(i)->code);
}

static bool country_has(str code)
{
    return country_find(code) != NULL;
}

static str country_label(const struct ctx *c, str code)
{
    return lang_country(c->mem, c->lang, code);
}

const struct code_list code_list_countries = {
    .name = "countries", .count = country_count, .code = country_code_at, .has = country_has, .label = country_label,
};

static bool currency_has(str code)
{
    return currency_decimals(code) >= 0;
}

// The code is what people of all languages know it by.
static str currency_label(const struct ctx *c, str code)
{
    (void)c;
    return code;
}

const struct code_list code_list_currencies = {
    .name = "currencies", .count = currency_count, .code = currency_code, .has = currency_has, .label = currency_label,
};

// ISO 639-1. The six of the United Nations first: most content is in one of them.
static const struct {
    const char *code, *label;
} languages[] = {
    { "ar", N_("Arabic") },     { "zh", N_("Chinese") },    { "en", N_("English") },    { "fr", N_("French") },
    { "ru", N_("Russian") },    { "es", N_("Spanish") },    { "am", N_("Amharic") },    { "az", N_("Azerbaijani") },
    { "be", N_("Belarusian") }, { "bg", N_("Bulgarian") },  { "bn", N_("Bengali") },    { "bs", N_("Bosnian") },
    { "ca", N_("Catalan") },    { "cs", N_("Czech") },      { "da", N_("Danish") },     { "de", N_("German") },
    { "el", N_("Greek") },      { "et", N_("Estonian") },   { "fa", N_("Persian") },    { "fi", N_("Finnish") },
    { "ga", N_("Irish") },      { "ha", N_("Hausa") },      { "he", N_("Hebrew") },     { "hi", N_("Hindi") },
    { "hr", N_("Croatian") },   { "hu", N_("Hungarian") },  { "hy", N_("Armenian") },   { "id", N_("Indonesian") },
    { "is", N_("Icelandic") },  { "it", N_("Italian") },    { "ja", N_("Japanese") },   { "ka", N_("Georgian") },
    { "kk", N_("Kazakh") },     { "km", N_("Khmer") },      { "ko", N_("Korean") },     { "ky", N_("Kyrgyz") },
    { "lo", N_("Lao") },        { "lt", N_("Lithuanian") }, { "lv", N_("Latvian") },    { "mk", N_("Macedonian") },
    { "mn", N_("Mongolian") },  { "ms", N_("Malay") },      { "mt", N_("Maltese") },    { "my", N_("Burmese") },
    { "ne", N_("Nepali") },     { "nl", N_("Dutch") },      { "no", N_("Norwegian") },  { "pl", N_("Polish") },
    { "ps", N_("Pashto") },     { "pt", N_("Portuguese") }, { "ro", N_("Romanian") },   { "rw", N_("Kinyarwanda") },
    { "si", N_("Sinhala") },    { "sk", N_("Slovak") },     { "sl", N_("Slovenian") },  { "so", N_("Somali") },
    { "sq", N_("Albanian") },   { "sr", N_("Serbian") },    { "sv", N_("Swedish") },    { "sw", N_("Swahili") },
    { "ta", N_("Tamil") },      { "tg", N_("Tajik") },      { "th", N_("Thai") },       { "tk", N_("Turkmen") },
    { "tr", N_("Turkish") },    { "uk", N_("Ukrainian") },  { "ur", N_("Urdu") },       { "uz", N_("Uzbek") },
    { "vi", N_("Vietnamese") }, { "zu", N_("Zulu") },
};

static ptrdiff_t language_count(void)
{
    return COUNT(languages);
}

static str language_code(ptrdiff_t i)
{
    return str_of(languages[i].code);
}

static ptrdiff_t language_find(str code)
{
    ptrdiff_t i = 0;
    while (i < COUNT(languages) && !str_eq(str_of(languages[i].code), code))
        i++;
    return i;
}

static bool language_has(str code)
{
    return language_find(code) < COUNT(languages);
}

static str language_label(const struct ctx *c, str code)
{
    ptrdiff_t i = language_find(code);
    return i < COUNT(languages) ? str_of(tr(c, languages[i].label)) : code;
}

const struct code_list code_list_languages = {
    .name = "languages", .count = language_count, .code = language_code, .has = language_has, .label = language_label,
};
