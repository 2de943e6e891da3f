// SPDX-License-Identifier: Apache-2.0
// The lists of codes of the register. Codes never change their meaning: they are in other offices' data too.
#include "modules/registry/registry.h"

// A/58/227 §74–75: two tracks that must not be mixed.
const struct choice registry_tracks[] = {
    { "strategic", N_("strategic partnership"), NULL },
    { "fund-raising", N_("fund-raising"), NULL },
    { 0 },
};

// §48, §76, §88.
const struct choice registry_forms[] = {
    { "project", N_("project"), NULL },
    { "strategic", N_("strategic (several activities at once)"), NULL },
    { 0 },
};

// §74.
const struct choice registry_motives[] = {
    { "image", N_("image"), NULL },
    { "long-term-investment", N_("security of a long-term investment"), NULL },
    { "future-markets", N_("future markets"), NULL },
    { "supplier-quality", N_("suppliers' quality"), NULL },
    { "stable-environment", N_("a stable and predictable environment"), NULL },
    { 0 },
};

// §14 (a)–(f).
const struct choice registry_purposes[] = {
    { "policy-dialogue", N_("policy dialogue"), NULL },
    { "advocacy", N_("advocacy"), NULL },
    { "private-funds", N_("raising private funds"), NULL },
    { "information-learning", N_("information and learning"), NULL },
    { "operational-delivery", N_("operational delivery"), NULL },
    { "facilitation", N_("facilitation of partnerships"), NULL },
    { 0 },
};

const struct choice registry_scopes[] = {
    { "local", N_("local"), NULL },
    { "national", N_("national"), NULL },
    { "regional", N_("regional"), NULL },
    { "global", N_("global"), NULL },
    { 0 },
};

// Themes of the report's own headings (§49–62) and of the Johannesburg Plan of Implementation.
const struct choice registry_sectors[] = {
    { "agriculture", N_("agriculture and food"), NULL },
    { "biodiversity", N_("biodiversity"), NULL },
    { "child-labour", N_("child labour"), NULL },
    { "cities", N_("cities and local authorities"), NULL },
    { "climate", N_("climate"), NULL },
    { "communities", N_("local communities"), NULL },
    { "corporate-citizenship", N_("corporate citizenship"), NULL },
    { "eco-efficiency", N_("eco-efficiency"), NULL },
    { "education", N_("education"), NULL },
    { "energy", N_("energy"), NULL },
    { "gender", N_("women and equality"), NULL },
    { "governance", N_("governance and working methods"), NULL },
    { "health", N_("health"), NULL },
    { "human-rights", N_("human rights"), NULL },
    { "information-technology", N_("information technology"), NULL },
    { "oceans", N_("oceans and fisheries"), NULL },
    { "peace", N_("peace and security"), NULL },
    { "small-enterprise", N_("small enterprise"), NULL },
    { "sustainable-development", N_("sustainable development"), NULL },
    { "water", N_("water and sanitation"), NULL },
    { "youth", N_("youth"), NULL },
    { 0 },
};

// §78: framework provider and implementer at once.
const struct choice registry_roles_conflict[] = {
    { "no", N_("no"), NULL },
    { "yes", N_("yes: one partner provides the framework and implements"), NULL },
    { 0 },
};

#define A21 N_("Agenda 21 (1992), chapters")
#define JPOI N_("Johannesburg Plan of Implementation (2002), chapters")
#define MDG N_("Millennium Development Goals (2000)")
#define SDG N_("Sustainable Development Goals (2015)")
// Titles as in A/CONF.151/26, A/CONF.199/20, A/56/326 and A/RES/70/1, some shortened.
const struct choice registry_goals[] = {
    { "a21-2", N_("2 International cooperation"), A21 },
    { "a21-3", N_("3 Combating poverty"), A21 },
    { "a21-4", N_("4 Changing consumption patterns"), A21 },
    { "a21-5", N_("5 Demographic dynamics"), A21 },
    { "a21-6", N_("6 Human health"), A21 },
    { "a21-7", N_("7 Human settlements"), A21 },
    { "a21-8", N_("8 Environment and development in decision-making"), A21 },
    { "a21-9", N_("9 Protection of the atmosphere"), A21 },
    { "a21-10", N_("10 Land resources"), A21 },
    { "a21-11", N_("11 Combating deforestation"), A21 },
    { "a21-12", N_("12 Desertification and drought"), A21 },
    { "a21-13", N_("13 Sustainable mountain development"), A21 },
    { "a21-14", N_("14 Sustainable agriculture and rural development"), A21 },
    { "a21-15", N_("15 Biological diversity"), A21 },
    { "a21-16", N_("16 Biotechnology"), A21 },
    { "a21-17", N_("17 Oceans, seas and coasts"), A21 },
    { "a21-18", N_("18 Freshwater resources"), A21 },
    { "a21-19", N_("19 Toxic chemicals"), A21 },
    { "a21-20", N_("20 Hazardous wastes"), A21 },
    { "a21-21", N_("21 Solid wastes and sewage"), A21 },
    { "a21-22", N_("22 Radioactive wastes"), A21 },
    { "a21-24", N_("24 Women"), A21 },
    { "a21-25", N_("25 Children and youth"), A21 },
    { "a21-26", N_("26 Indigenous people"), A21 },
    { "a21-27", N_("27 Non-governmental organisations"), A21 },
    { "a21-28", N_("28 Local authorities"), A21 },
    { "a21-29", N_("29 Workers and trade unions"), A21 },
    { "a21-30", N_("30 Business and industry"), A21 },
    { "a21-31", N_("31 Scientific and technological community"), A21 },
    { "a21-32", N_("32 Farmers"), A21 },
    { "a21-33", N_("33 Financial resources"), A21 },
    { "a21-34", N_("34 Transfer of technology"), A21 },
    { "a21-35", N_("35 Science"), A21 },
    { "a21-36", N_("36 Education, awareness and training"), A21 },
    { "a21-37", N_("37 Capacity-building"), A21 },
    { "a21-38", N_("38 International institutions"), A21 },
    { "a21-39", N_("39 International legal instruments"), A21 },
    { "a21-40", N_("40 Information for decision-making"), A21 },
    { "jpoi-2", N_("II Poverty eradication"), JPOI },
    { "jpoi-3", N_("III Consumption and production"), JPOI },
    { "jpoi-4", N_("IV Natural resource base"), JPOI },
    { "jpoi-5", N_("V Sustainable development in a globalizing world"), JPOI },
    { "jpoi-6", N_("VI Health"), JPOI },
    { "jpoi-7", N_("VII Small island developing States"), JPOI },
    { "jpoi-8", N_("VIII Africa"), JPOI },
    { "jpoi-9", N_("IX Other regional initiatives"), JPOI },
    { "jpoi-10", N_("X Means of implementation"), JPOI },
    { "jpoi-11", N_("XI Institutional framework"), JPOI },
    { "mdg-1", N_("1 Extreme poverty and hunger"), MDG },
    { "mdg-2", N_("2 Universal primary education"), MDG },
    { "mdg-3", N_("3 Gender equality"), MDG },
    { "mdg-4", N_("4 Child mortality"), MDG },
    { "mdg-5", N_("5 Maternal health"), MDG },
    { "mdg-6", N_("6 HIV/AIDS, malaria and other diseases"), MDG },
    { "mdg-7", N_("7 Environmental sustainability"), MDG },
    { "mdg-8", N_("8 Global partnership for development"), MDG },
    { "sdg-1", N_("1 No poverty"), SDG },
    { "sdg-2", N_("2 Zero hunger"), SDG },
    { "sdg-3", N_("3 Good health and well-being"), SDG },
    { "sdg-4", N_("4 Quality education"), SDG },
    { "sdg-5", N_("5 Gender equality"), SDG },
    { "sdg-6", N_("6 Clean water and sanitation"), SDG },
    { "sdg-7", N_("7 Affordable and clean energy"), SDG },
    { "sdg-8", N_("8 Decent work and economic growth"), SDG },
    { "sdg-9", N_("9 Industry, innovation and infrastructure"), SDG },
    { "sdg-10", N_("10 Reduced inequalities"), SDG },
    { "sdg-11", N_("11 Sustainable cities and communities"), SDG },
    { "sdg-12", N_("12 Responsible consumption and production"), SDG },
    { "sdg-13", N_("13 Climate action"), SDG },
    { "sdg-14", N_("14 Life below water"), SDG },
    { "sdg-15", N_("15 Life on land"), SDG },
    { "sdg-16", N_("16 Peace, justice and strong institutions"), SDG },
    { "sdg-17", N_("17 Partnerships for the goals"), SDG },
    { 0 },
};

const struct choice registry_follow[] = {
    { "followed", N_("reports are expected"), NULL },
    { "not-followed", N_("recorded from a document; not followed since"), NULL },
    { 0 },
};

const struct choice registry_contribution_kinds[] = {
    { "money", N_("money"), NULL },
    { "in-kind", N_("goods or services"), NULL },
    { "people", N_("people's time"), NULL },
    { "technology", N_("technology or knowledge"), NULL },
    { 0 },
};

// How sure it is, least first. "programmed" is the fund's word (§44): set aside for named projects.
const struct choice registry_stages[] = {
    { "sought", N_("sought"), NULL },
    { "targeted", N_("targeted"), NULL },
    { "planned", N_("planned"), NULL },
    { "pledged", N_("pledged"), NULL },
    { "programmed", N_("programmed"), NULL },
    { "received", N_("received"), NULL },
    { 0 },
};

const struct choice registry_extents[] = {
    { "exactly", N_("exactly"), NULL },
    { "more-than", N_("more than"), NULL },
    { "about", N_("about"), NULL },
    { "nearly", N_("nearly"), NULL },
    { 0 },
};

const struct choice registry_reached[] = {
    { "reached", N_("reached"), NULL },
    { "planned", N_("planned"), NULL },
    { 0 },
};

const struct choice registry_lineages[] = {
    { "adopts", N_("adopts the practice of"), NULL },
    { "scales", N_("grows in scale"), NULL },
    { "part-of", N_("is part of"), NULL },
    { "follows", N_("follows from"), NULL },
    { 0 },
};

// The directory's kinds, for parties that are no single organisation, and for the facet.
const struct choice registry_party_kinds[] = {
    { "un-entity", N_("UN entity"), NULL },
    { "intergovernmental", N_("other intergovernmental organisation"), NULL },
    { "state", N_("State"), NULL },
    { "local-authority", N_("local authority"), NULL },
    { "company", N_("company"), NULL },
    { "large-company", N_("large company"), NULL },
    { "small-company", N_("small or medium company"), NULL },
    { "micro-company", N_("micro company"), NULL },
    { "business-association", N_("business association"), NULL },
    { "foundation", N_("foundation"), NULL },
    { "ngo", N_("NGO"), NULL },
    { "labour", N_("labour organisation"), NULL },
    { "community", N_("local community"), NULL },
    { "academic", N_("academic institution"), NULL },
    { "media", N_("media"), NULL },
    { 0 },
};
