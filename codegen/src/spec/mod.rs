//! The language: what an author may write, a file per chapter. What it means is checked in [`crate::check`].

mod decision;
mod field;
mod operation;
mod provider;
pub(crate) mod read;
mod signing;
mod unknown_key;
pub(crate) mod wrong_value;

pub(crate) use decision::{
    ConditionSpec, DecisionSpec, IdentityRule, TierSpec, UnsignedRefusalsSpec, WhenSpec,
};
pub(crate) use field::{FieldSpec, FieldType, Generate, Is, LengthUnitWord, PresenceWord, Unit, WrittenWord};
pub(crate) use operation::{
    GroupsSpec, MethodWord, OperationSpec, PollingSpec, PurposeWord, RequestSpec, ResponseSpec, SpanSpec,
};
pub(crate) use provider::{
    AdviceWord, Basis, CodeSpec, CredentialSpec, CredentialType, EnvironmentSpec, ProviderSpec, ReasonWord,
    StateWord,
};
pub(crate) use signing::{
    AlgorithmWord, EncodingWord, NestedWord, OrderSpec, OrderWord, OverSpec, SigningRef, SigningSpec,
    SkipWord,
};
