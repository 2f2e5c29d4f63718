"""The slip of a new member, as it comes out of the printer."""

from msgspec.structs import replace

from pos.domain.papers.membership_slip import membership_slip
from tests.domain.papers import JOINED, TEXTS
from tests.domain.sales import SHOP, told

SLIP = """\
예시 부티크
220-81-62517  대표 김대표
서울특별시 중구 세종대로 110
전화 02-120-0000
===
회원 가입 확인서
[feed]
회원 번호 | SEL01-1-000007
이름 | 홍*동
휴대전화 | 010-****-2222
가입일 | 2026-11-02 (월)
---
필수 동의
이용약관 동의 | 2025-02-10
필수 개인정보 수집·이용 동의 | 2015-11-16
---
선택 동의
광고성 정보 수신 동의 | 동의 안 함
---
날짜는 동의하신 본문의 시행일입니다. 본문은 매장과 홈페이지에서 보실 수 있습니다.
선택 동의는 매장이나 고객센터에서 언제든지 거두실 수 있고, 거두셔도 회원 자격은 그대로입니다.
탈퇴도 매장이나 고객센터에서 언제든지 요청하실 수 있고, 바로 처리합니다. (이용약관 7 (1))
개인정보·탈퇴 문의 | 080-734-1111
[feed]
[QR SEL01-1-000007]
계산하실 때 이 코드를 보여 주세요.
[cut]
"""


def test_what_a_new_member_takes_home() -> None:
    document = membership_slip(JOINED, TEXTS, SHOP)
    assert told(document) + "\n" == SLIP
    assert document.title == "회원 가입 확인서 SEL01-1-000007"
    assert "홍길동" not in repr(document) and "1111-2222" not in repr(document)


def test_a_representatives_consent_and_a_copy_are_said() -> None:
    joined = replace(JOINED, by_guardian=True, joined_on=None)
    paper = told(membership_slip(joined, TEXTS, replace(SHOP, service_phone=""), is_copy=True))
    for line in ("** 재발행 **", "법정대리인의 동의를 받았습니다.", "개인정보·탈퇴 문의 | 02-120-0000"):
        assert line in paper, line
    assert "가입일" not in paper
